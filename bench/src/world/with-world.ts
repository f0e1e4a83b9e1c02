import { createServer } from 'node:http'
import { startGithub } from '../../../dev/github/start-github.js'
import { person } from '../../../dev/github/people.js'
import { listen } from '../../../dev/http/listen.js'
import { createSecrets } from '../../../dev/stack/secrets.js'
import { appUrl } from '../contenders/our-session.js'
import type { Variables } from '../processes/ask-once.js'
import { type Databases, withDatabases } from './databases.js'
import { type Keep, keepClosing } from './keep-closing.js'
import { makeAuthority } from './make-authority.mjs'
import { type Rival, startRivals } from './rivals.js'
import { startFront } from './start-front.js'

export interface World {
  rivals: readonly Rival[]
  /** Variables of every process that asks over HTTPS. */
  trust: Variables
  /** The local GitHub as pages name it, and where it is reached without HTTPS. */
  github: { url: string; directUrl: string }
  /** Who has an account there. */
  logins: readonly string[]
  /** Outbound calls by target since it was cleared: `GitHub /api/v3/user`. */
  calls: Map<string, number>
  databases: Databases | undefined
}

interface WorldOptions {
  output: string
  people: number
}

/** Lends everything that signing in needs to some work: local GitHub, engines and databases, all behind HTTPS. */
export function withWorld<Result>(
  options: WorldOptions,
  work: (world: World) => Promise<Result>,
): Promise<Result> {
  return withDatabases((databases) => keepClosing((keep) => open(options, { databases, keep, work })))
}

interface Opening<Result> {
  databases: Databases | undefined
  keep: Keep
  work: (world: World) => Promise<Result>
}

async function open<Result>(
  { output, people: howMany }: WorldOptions,
  { databases, keep, work }: Opening<Result>,
): Promise<Result> {
  const made = await makeAuthority()
  await keep(Promise.resolve({ close: made.remove }))
  const calls = new Map<string, number>()
  const front = async (target: string, name: string) => {
    const onCall = (path: string) =>
      void calls.set(`${name} ${path}`, (calls.get(`${name} ${path}`) ?? 0) + 1)
    return (await keep(startFront({ authority: made, target, onCall }))).url
  }
  const secrets = createSecrets()
  const people = Array.from({ length: howMany }, (_, index) =>
    person(10_000_000 + index, `person${index}`, `Person ${index}`, `person${index}@example.com`),
  )
  const direct = await keep(
    startGithub({
      port: 0,
      clientId: secrets.githubClientId,
      clientSecret: secrets.githubClientSecret,
      callbackUrls: [`${appUrl}/api/auth/callback/github`],
      people,
    }),
  )
  const github = await front(direct.url, 'GitHub')
  const functionsUrl = (await keep(startTaker())).url
  const hasuraFront = (target: string) => front(target, 'Hasura')
  const rivals = await startRivals({
    keep,
    databases,
    secrets,
    github,
    front: hasuraFront,
    output,
    functionsUrl,
  })
  const trust = { NODE_EXTRA_CA_CERTS: made.caFile }
  const logins = people.map(({ login }) => login)
  return work({
    rivals,
    trust,
    github: { url: github, directUrl: direct.url },
    logins,
    calls,
    databases,
  })
}

/** Stands where engines deliver events, and takes them: what a sync costs is another measure. */
function startTaker() {
  const server = createServer((incoming, outgoing) => {
    incoming.resume().on('end', () => outgoing.setHeader('content-type', 'application/json').end('{}'))
  })
  return listen(server, 0)
}
