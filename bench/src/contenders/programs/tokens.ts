import { createPublicKey, createSecretKey, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import { type JwtAlgorithm, jwtAlgorithms } from '../../../../functions/config/jwt-algorithm.js'
import type { JwtConfig } from '../../../../functions/config/jwt-config.js'
import { mintToken } from '../../../../functions/token/mint.js'
import { readOwnToken } from '../../../../functions/token/read-own.js'
import { createRawTokens } from './raw-token.js'

/** Mints and reads with every algorithm, in turns with Node's own cryptography: `tokens.ts <rounds>`. */
const rounds = Number(process.argv[2])
const warmUpRounds = 3
// An RSA signature takes a millisecond, an HMAC a hundredth of it.
const timesFor = { secret: 500, ec: 60, rsa: 20 }

const measured = Object.keys(jwtAlgorithms).map((name) => {
  // The keys of the table are its algorithms.
  const algorithm = name as JwtAlgorithm
  return { algorithm, micros: measureAlgorithm(algorithm) }
})
process.stdout.write(`${JSON.stringify(measured)}\n`)

function measureAlgorithm(algorithm: JwtAlgorithm): Record<string, number[]> {
  const works = worksOf(algorithm)
  const micros: Record<string, number[]> = {}
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const [name, work] of Object.entries(works)) {
      const each = timeEach(work, timesFor[jwtAlgorithms[algorithm].kind])
      if (round >= 0) micros[name] = [...(micros[name] ?? []), each]
    }
  }
  return micros
}

function worksOf(algorithm: JwtAlgorithm): Record<string, () => unknown> {
  const { signing, verifying } = makeKeys(algorithm)
  const config: JwtConfig = {
    signingKey: { algorithm, key: signing },
    verifyingKeys: [{ algorithm, key: verifying }],
    publishedKeys: [],
    claimsNamespace: 'https://hasura.io/jwt/claims',
    claimsFormat: 'json',
    issuer: 'https://app.example',
    audience: 'hasura',
  }
  const hasuraClaims = {
    'x-hasura-allowed-roles': ['user'],
    'x-hasura-default-role': 'user',
    'x-hasura-user-id': '1001001',
    'x-hasura-session-id': randomUUID(),
  }
  const now = new Date()
  const mint = () => mintToken(config, { subject: '1001001', hasuraClaims, lifetimeSeconds: 900, now })
  const raw = createRawTokens(algorithm, { signing, verifying })
  const { token } = mint()
  if (!readOwnToken(token, config)) throw new Error('our own token is not taken')
  const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as object
  return {
    mint,
    'raw mint': () => raw.mint(payload),
    verify: () => readOwnToken(token, config),
    'raw verify': () => raw.read(token),
  }
}

function makeKeys(algorithm: JwtAlgorithm) {
  const needs = jwtAlgorithms[algorithm]
  if (needs.kind === 'secret') {
    const key = createSecretKey(randomBytes(needs.minimumBytes))
    return { signing: key, verifying: key }
  }
  const { privateKey } =
    needs.kind === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: needs.curve })
      : generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { signing: privateKey, verifying: createPublicKey(privateKey) }
}

/** CPU of one, in microseconds. */
function timeEach(work: () => unknown, times: number): number {
  const before = process.cpuUsage()
  for (let turn = 0; turn < times; turn += 1) work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / times
}
