import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createServer } from 'node:http'
import { exportJWK, type JWTPayload, SignJWT } from 'jose'
import { type Listening, listen } from '../../dev/http/listen.js'

export interface OidcIssuer extends Listening {
  /** How often somebody asked for the keys. */
  keyRequests(): number
  /** While true, the issuer answers 500. */
  isDown: boolean
  /** An ID token of a push to `main` of `acme/app`, for the audience `hasura`, or with what a test wants different. */
  issue(changes?: JWTPayload, signing?: { key?: KeyObject; kid?: string }): Promise<string>
}

/** A local stand-in for GitHub Actions' OIDC issuer. */
export async function startOidcIssuer(): Promise<OidcIssuer> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }]
  const state = { isDown: false, asked: 0 }
  const server = createServer((request, response) => {
    if (request.url !== '/.well-known/jwks') return void response.writeHead(404).end()
    state.asked += 1
    if (state.isDown) return void response.writeHead(500).end('{}')
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }))
  })
  const listening = await listen(server, 0)
  return Object.assign(state, listening, {
    keyRequests: () => state.asked,
    issue: (changes: JWTPayload = {}, { key = privateKey, kid = 'k1' } = {}) =>
      new SignJWT({ ...workflowClaims(listening.url), ...changes })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
        .sign(key),
  })
}

/** @see https://docs.github.com/actions/reference/security/oidc */
function workflowClaims(issuer: string): JWTPayload {
  const now = Math.floor(Date.now() / 1000)
  return {
    iss: issuer,
    aud: 'hasura',
    sub: 'repo:acme/app:ref:refs/heads/main',
    jti: crypto.randomUUID(),
    iat: now,
    nbf: now,
    exp: now + 300,
    repository: 'acme/app',
    repository_id: '77',
    repository_owner: 'acme',
    ref: 'refs/heads/main',
    sha: '0'.repeat(40),
    event_name: 'push',
    workflow: 'deploy',
    actor: 'ada',
    run_id: '1',
    runner_environment: 'github-hosted',
  }
}
