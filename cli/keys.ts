import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { Command, Option } from 'commander'
import { type JwtAlgorithm, jwtAlgorithms } from '../functions/config/jwt-algorithm.js'
import { createEnvironment } from './keys/create-environment.js'
import { describeMissing, type Format, formatEnvironment, formats } from './keys/format-environment.js'
import { readPresentValue } from './keys/read-present-value.js'
import { describeStep, rotateJwtKeys } from './keys/rotate-jwt-keys.js'
import { isOtherSecret, otherSecrets, rotateOtherSecret } from './keys/rotate-other-secret.js'
import { rotatableSecrets, rotateSecret } from './keys/rotate-secret.js'

interface CreateOptions {
  url: string
  hasura?: string
  algorithm: JwtAlgorithm
  jwks?: true
  format: Format
}

const program = new Command('npm run keys --')
  .description(
    'Makes the secrets and keys of a deployment, for the functions and for Hasura, and prints them.',
  )
  .option('--url <origin>', 'where the functions are', 'https://app.example.com')
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
  .argument(
    '[name]',
    `JWT_PRIVATE_KEYS, ${[...rotatableSecrets, ...otherSecrets].join(', ')}`,
    'JWT_PRIVATE_KEYS',
  )
  .option('--from <file>', 'a file with the present values (NAME=value); the environment otherwise')
  .action((name: string, { from }: { from?: string }) => {
    try {
      process.stdout.write(rotate(name, from ? parseEnv(readFileSync(from, 'utf8')) : process.env))
    } catch (error) {
      failed(error)
    }
  })

program.parse()

function create({ url: authUrl, algorithm, jwks = false, format, hasura }: CreateOptions): void {
  const wanted = { algorithm, authUrl, jwks, ...(hasura !== undefined && { hasura }) }
  const environments = createEnvironment(wanted, new Date())
  process.stdout.write(formatEnvironment(environments, format))
  if (format !== 'env') process.stderr.write(describeMissing(environments))
}

function rotate(name: string, env: Record<string, string | undefined>): string {
  const current = Object.hasOwn(env, name) ? env[name] : undefined
  if (isOtherSecret(name)) return rotateOtherSecret(name, current)
  if (!current) throw new Error(`${name} is not set: give a file with --from, or set it in the environment.`)
  const secret = rotatableSecrets.find((known) => known === name)
  if (secret)
    return rotateSecret(secret, secret === 'AUTH_SECRET' ? current : readPresentValue(name, current))
  if (name !== 'JWT_PRIVATE_KEYS')
    throw new Error(
      `${name} cannot be rotated here; try ${[...rotatableSecrets, ...otherSecrets].join(', ')}.`,
    )
  const accessTokenSeconds = Number(env['ACCESS_TOKEN_SECONDS'] ?? 900)
  return describeStep(rotateJwtKeys({ privateKeys: current, accessTokenSeconds, now: new Date() }))
}

function failed(error: unknown): never {
  return program.error(error instanceof Error ? error.message : String(error))
}
