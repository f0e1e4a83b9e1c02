import { setTimeout } from 'node:timers/promises'
import { Command, Option } from 'commander'
import ora from 'ora'
import { AuthApiError } from './login/call-graphql.js'
import { findLocalEndpoint } from './login/find-local-endpoint.js'
import { signInOnTerminal } from './login/sign-in.js'

interface Options {
  endpoint: string
  json?: true
}

const program = new Command('npm run login --silent --')
  .description('Signs you in through GitHub and prints an access token. Nothing is stored.')
  .addOption(
    new Option('--endpoint <url>', 'the GraphQL API')
      .env('HASURA_GRAPHQL_ENDPOINT')
      .default(findLocalEndpoint(), 'that of the local stack'),
  )
  .option('--json', 'print token, refresh token, roles and end as JSON')
  .addHelpText('after', '\nTOKEN=$(npm run login --silent)\ncurl -H "authorization: Bearer $TOKEN" …')
  .parse()

await run(program.opts<Options>()).catch(fail)

async function run({ endpoint, json }: Options): Promise<void> {
  const waiting = ora({ stream: process.stderr })
  const session = await signInOnTerminal(endpoint, {
    show: (verificationUri, userCode, expiresAt) => {
      process.stderr.write(`\n  Open  ${verificationUri}\n  Enter ${userCode}\n\n`)
      waiting.start(`Waiting for you to approve (until ${new Date(expiresAt).toLocaleTimeString()})`)
    },
    wait: (seconds) => setTimeout(seconds * 1000),
  }).finally(() => waiting.stop())
  process.stderr.write(
    `Signed in as ${session.login} (${session.roles.join(', ')}) until ${session.expiresAt}\n`,
  )
  process.stdout.write(`${json ? JSON.stringify(session) : session.accessToken}\n`)
}

function fail(error: unknown): never {
  const message = error instanceof Error ? error.message : String(error)
  const hint =
    error instanceof AuthApiError
      ? ` (${error.code})`
      : '\nIs the GraphQL API there? Give its address with --endpoint.'
  process.stderr.write(`\n${message}${hint}\n`)
  process.exit(1)
}
