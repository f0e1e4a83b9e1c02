import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { Command, InvalidArgumentError, Option } from 'commander'
import * as z from 'zod'
import { type JwtAlgorithm, jwtAlgorithms } from '../functions/config/jwt-algorithm.js'
import { trustedOriginShape } from '../functions/config/url.js'
import { createEnvironment } from './keys/create-environment.js'
import { describeMissing, type Format, formatEnvironment, formats } from './keys/format-environment.js'
import { type RotationStep, rotateAuthSecret } from './keys/rotate-auth-secret.js'
import { describeStep, rotateJwtKeys } from './keys/rotate-jwt-keys.js'
import { isOtherSecret, otherSecrets, rotateOtherSecret } from './keys/rotate-other-secret.js'

interface CreateOptions {
  url: string
  functionsUrl?: string
  hasura?: string
  algorithm: JwtAlgorithm
  jwks?: true
  format: Format
}

interface RotateOptions {
  from?: string
  address: string[]
  signingSince?: Date
  again?: true
  force?: true
}

const rotatable = ['AUTH_SECRET', ...otherSecrets]

const exitCodes = { done: 0, refused: 1, usage: 2 }

const rotateHelp = `
AUTH_SECRET is replaced in four steps: accept, sign, wait, retire. Each call says which one is next and what to set. The
last one also counts stored GitHub tokens, which needs every variable of the functions. docs/deployment.md has the reasons.

Exit codes: 0 the step is printed, 1 refused because something speaks against it, 2 not understood.`

const program = new Command('npm run keys --')
  .description(
    'Makes the secrets and keys of a deployment, for the functions and for Hasura, and prints them.',
  )
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? exitCodes.done : exitCodes.usage))
  .option('--url <origin>', 'the origin that browsers see', 'https://app.example.com')
  .option('--functions-url <origin>', 'where Hasura reaches the functions, if that is not --url')
  .option('--hasura <address>', 'where Hasura is, for HASURA_GRAPHQL_ENDPOINT')
  .addOption(
    new Option('--algorithm <name>', 'how access tokens are signed')
      .choices(Object.keys(jwtAlgorithms))
      .default('HS256'),
  )
  .option(
    '--jwks',
    'let Hasura read the public keys from /.well-known/jwks.json, so that they can be rotated',
  )
  .addOption(
    new Option('--format <name>', 'for pasting, for `vercel env`, for Hasura Cloud, for scripts')
      .choices(formats)
      .default('env'),
  )
  .action((options: CreateOptions) => {
    if (options.jwks && jwtAlgorithms[options.algorithm].kind === 'secret') {
      program.error('--jwks needs a key pair: add --algorithm ES256 (or RS256, …)')
    }
    try {
      create(options)
    } catch (error) {
      failed(error)
    }
  })

program
  .command('rotate')
  .description('Prints the next step of replacing a key or secret without refusing anybody.')
  .argument('[name]', `JWT_PRIVATE_KEYS, ${rotatable.join(', ')}`, 'JWT_PRIVATE_KEYS')
  .option('--from <file>', 'a file with the present values (NAME=value); the environment otherwise')
  .option('--address <url>', 'AUTH_SECRET: the origin of a deployment to ask; once for each', addAddress, [])
  .option('--signing-since <day>', 'AUTH_SECRET: when the last deployment began to sign with it', parseDay)
  .option('--again', 'AUTH_SECRET: begin anew before the last rotation is over; all stay accepted')
  .option('--force', 'AUTH_SECRET: go on whatever speaks against it, and say what that risks')
  .addHelpText('after', rotateHelp)
  .action(async (name: string, options: RotateOptions) => {
    try {
      const { isRefused, text } = await rotate(name, options)
      const stream = isRefused ? process.stderr : process.stdout
      stream.write(text)
      if (isRefused) process.exitCode = exitCodes.refused
    } catch (error) {
      failed(error)
    }
  })

await program.parseAsync()

function create({ url: authUrl, jwks, format, ...options }: CreateOptions): void {
  const wanted = { ...options, authUrl, jwks: jwks === true }
  const environments = createEnvironment(wanted, new Date())
  process.stdout.write(formatEnvironment(environments, format))
  if (format !== 'env') process.stderr.write(describeMissing(environments))
}

async function rotate(name: string, options: RotateOptions): Promise<RotationStep> {
  const env = options.from ? parseEnv(readFileSync(options.from, 'utf8')) : process.env
  const current = Object.hasOwn(env, name) ? env[name] : undefined
  if (isOtherSecret(name)) return { isRefused: false, text: rotateOtherSecret(name, current) }
  if (!current) throw new Error(`${name} is not set: give a file with --from, or set it in the environment.`)
  if (name === 'AUTH_SECRET') {
    const { address: addresses, signingSince, ...choices } = options
    return rotateAuthSecret({ env, addresses, signingSince, fetch, now: new Date() }, choices)
  }
  return { isRefused: false, text: rotateKeys(name, current, env) }
}

function rotateKeys(name: string, current: string, env: Record<string, string | undefined>): string {
  if (name !== 'JWT_PRIVATE_KEYS')
    throw new Error(`${name} cannot be rotated here; try ${rotatable.join(', ')}.`)
  const accessTokenSeconds = Number(env['ACCESS_TOKEN_SECONDS'] ?? 900)
  return describeStep(rotateJwtKeys({ privateKeys: current, accessTokenSeconds, now: new Date() }))
}

function addAddress(given: string, addresses: readonly string[]): string[] {
  const parsed = trustedOriginShape.safeParse(given)
  if (!parsed.success) throw new InvalidArgumentError(`It ${parsed.error.issues[0]?.message}.`)
  return [...addresses, parsed.data]
}

function parseDay(given: string): Date {
  const parsed = z.iso.date().safeParse(given)
  const day = new Date(parsed.success ? parsed.data : Number.NaN)
  if (!(day <= new Date())) throw new InvalidArgumentError('must be YYYY-MM-DD and not to come')
  return day
}

function failed(error: unknown): never {
  return program.error(error instanceof Error ? error.message : String(error))
}
