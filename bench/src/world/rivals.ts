import { repository } from '../../../dev/repository.js'
import { runEngineOn } from '../../../dev/stack/run-engine-process.js'
import type { Secrets } from '../../../dev/stack/secrets.js'
import { stackEnvironment } from '../../../dev/stack/stack-environment.js'
import { benchFolder } from '../bench-folder.js'
import { appUrl } from '../contenders/our-session.js'
import { peers } from '../contenders/peer-cases.js'
import type { Variables } from '../processes/ask-once.js'
import type { Databases } from './databases.js'
import type { Keep } from './keep-closing.js'

/** Who signs people in, and what is behind them. */
export interface Rival {
  name: string
  program: string
  variables: Variables
  /** The processes behind it. All share the database server, and are asked one after the other. */
  pids: readonly number[]
}

interface Surroundings {
  keep: Keep
  databases: Databases | undefined
  secrets: Secrets
  github: string
  /** Puts HTTPS before an engine. */
  front: (target: string) => Promise<string>
  output: string
  /** Takes what an engine delivers. */
  functionsUrl: string
}

/** Everybody who can be started here: better-auth needs a database of its own. */
export async function startRivals(around: Surroundings): Promise<Rival[]> {
  const rivals = [await startOurs(around), await startNextAuth(around)]
  if (around.databases) rivals.push(await startBetterAuth(around, around.databases))
  return [...rivals, { ...peer('@auth/core', around), pids: [] }]
}

async function startOurs({
  keep,
  databases,
  secrets,
  github,
  front,
  output,
  functionsUrl,
}: Surroundings): Promise<Rival> {
  const urls = { app: appUrl, functions: functionsUrl, engine: 'https://localhost', github }
  const { functions, engine: env } = stackEnvironment(urls, secrets)
  const databaseUrl = await databases?.create('ours')
  const engine = await keep(runEngineOn({ hasura: `${repository}/hasura`, databaseUrl, env }))
  const variables = {
    ...functions,
    HASURA_GRAPHQL_ENDPOINT: `${await front(engine.url)}/v1/graphql`,
    BENCH_FUNCTIONS: `${output}/functions`,
  }
  return { name: 'ours', program: 'ours.mjs', variables, pids: [engine.pid, ...serverOf(databases)] }
}

async function startNextAuth(around: Surroundings): Promise<Rival> {
  const { keep, databases, secrets, front } = around
  const databaseUrl = await databases?.create('next_auth')
  const env = {
    HASURA_GRAPHQL_ADMIN_SECRET: secrets.hasuraAdminSecret,
    PG_DATABASE_URL: 'postgres://given-otherwise',
    HASURA_GRAPHQL_SERVER_HOST: '127.0.0.1',
  }
  const hasura = `${benchFolder}/src/contenders/classic-hasura`
  const engine = await keep(runEngineOn({ hasura, databaseUrl, env }))
  const { variables, ...rival } = peer('next-auth 4', around)
  const own = { BENCH_HASURA: await front(engine.url), BENCH_ADMIN_SECRET: secrets.hasuraAdminSecret }
  return { ...rival, variables: { ...variables, ...own }, pids: [engine.pid, ...serverOf(databases)] }
}

async function startBetterAuth(around: Surroundings, databases: Databases): Promise<Rival> {
  const { variables, ...rival } = peer('better-auth', around)
  const own = { BENCH_DATABASE_URL: await databases.create('better_auth') }
  return { ...rival, variables: { ...variables, ...own }, pids: serverOf(databases) }
}

const serverOf = (databases: Databases | undefined) => (databases ? [databases.pid] : [])

function peer(name: keyof typeof peers, { secrets, github }: Surroundings) {
  const variables = {
    BENCH_GITHUB: github,
    BENCH_CLIENT_ID: secrets.githubClientId,
    BENCH_CLIENT_SECRET: secrets.githubClientSecret,
  }
  return { name, program: peers[name], variables }
}
