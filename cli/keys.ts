import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { Command, Option } from 'commander'
import { type JwtAlgorithm, jwtAlgorithms } from '../functions/config/jwt-algorithm.js'
import { createEnvironment } from './keys/create-environment.js'
import { type Format, formatEnvironment, formats } from './keys/format-environment.js'
import { describeStep, rotateJwtKeys } from './keys/rotate-jwt-keys.js'
import { rotatableSecrets, rotateSecret } from './keys/rotate-secret.js'

interface CreateOptions {
  url: string
  algorithm: JwtAlgorithm
  jwks?: true
  format: Format
}

const program = new Command('npm run keys --')
  .description(
    'Makes the secrets and keys of a deployment, for the functions and for Hasura, and prints them.',
  )
  .option('--url <origin>', 'where the functions are', 'https://app.example.com')
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
    const wanted = { algorithm: options.algorithm, authUrl: options.url, jwks: options.jwks ?? false }
    process.stdout.write(formatEnvironment(createEnvironment(wanted, new Date()), options.format))
  })

program
  .command('rotate')
  .description('Prints the next step of replacing a key or secret without refusing anybody.')
  .argument('[name]', `JWT_PRIVATE_KEYS, ${rotatableSecrets.join(', ')}`, 'JWT_PRIVATE_KEYS')
  .option('--from <file>', 'a file with the present values (NAME=value); the environment otherwise')
  .action((name: string, { from }: { from?: string }) => {
    try {
      process.stdout.write(rotate(name, from ? parseEnv(readFileSync(from, 'utf8')) : process.env))
    } catch (error) {
      rotateFailed(error)
    }
  })

program.parse()

function rotate(name: string, env: Record<string, string | undefined>): string {
  const current = Object.hasOwn(env, name) ? env[name] : undefined
  if (!current) throw new Error(`${name} is not set: give a file with --from, or set it in the environment.`)
  const secret = rotatableSecrets.find((known) => known === name)
  if (secret) return rotateSecret(secret, current)
  if (name !== 'JWT_PRIVATE_KEYS')
    throw new Error(`${name} cannot be rotated here; try ${rotatableSecrets.join(', ')}.`)
  const accessTokenSeconds = Number(env['ACCESS_TOKEN_SECONDS'] ?? 900)
  return describeStep(rotateJwtKeys({ privateKeys: current, accessTokenSeconds, now: new Date() }))
}

function rotateFailed(error: unknown): never {
  return program.error(error instanceof Error ? error.message : String(error))
}
