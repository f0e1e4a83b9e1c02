import { createHmac } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { memoryAdapter } from 'better-auth/adapters/memory'
import { jwt } from 'better-auth/plugins/jwt'

/**
 * better-auth with its jwt plugin, in memory, or on the database that `BENCH_DATABASE_URL` names. There a session is renewed by every read
 * (`updateAge` 0), which is what it has for a rotation.
 */
const { BENCH_GITHUB, BENCH_DATABASE_URL, BENCH_MEMORY } = process.env
const secret = 'for-measurements-only-and-long-enough'
const token = 'a-session-token-of-32-characters'

const memory = BENCH_MEMORY ? reviveMemory(BENCH_MEMORY) : seedMemory()
const options = {
  secret,
  baseURL: 'https://app.example',
  database: BENCH_DATABASE_URL ? await openPool() : memoryAdapter(memory),
  plugins: [jwt()],
  telemetry: { enabled: false },
  rateLimit: { enabled: false },
  ...(BENCH_DATABASE_URL && { session: { updateAge: 0 } }),
  socialProviders: {
    github: {
      clientId: process.env.BENCH_CLIENT_ID ?? 'Ov23li0123456789abcd',
      clientSecret: process.env.BENCH_CLIENT_SECRET ?? 'none',
    },
  },
}
if (BENCH_GITHUB) askLocalGithub()
if (BENCH_DATABASE_URL) await migrate()
const auth = betterAuth(options)

async function openPool() {
  const { default: pg } = await import('pg')
  return new pg.Pool({ connectionString: BENCH_DATABASE_URL })
}

async function migrate() {
  const { getMigrations } = await import('better-auth/db/migration')
  const { runMigrations } = await getMigrations(options)
  await runMigrations()
}

/** Its GitHub has no other address than github.com. */
function askLocalGithub() {
  const ask = globalThis.fetch
  globalThis.fetch = (input, init) => {
    const url = String(input)
      .replace(/^https:\/\/github\.com/, BENCH_GITHUB)
      .replace(/^https:\/\/api\.github\.com/, `${BENCH_GITHUB}/api/v3`)
    return ask(url, init)
  }
}

function seedMemory() {
  const now = new Date()
  const times = { createdAt: now, updatedAt: now }
  const user = {
    id: 'ada',
    name: 'Ada',
    email: 'ada@example.com',
    emailVerified: true,
    image: null,
    ...times,
  }
  const expiresAt = new Date(Date.now() + 7 * 86_400_000)
  const session = { id: 'one', token, userId: 'ada', ipAddress: '', userAgent: '', expiresAt, ...times }
  return { user: [user], session: [session], account: [], verification: [], jwks: [] }
}

function reviveMemory(text) {
  return JSON.parse(text, (name, value) => (name.endsWith('At') && value !== null ? new Date(value) : value))
}

/** Somebody who is signed in, of those in memory. */
export function sessionCookie() {
  const signature = createHmac('sha256', secret).update(token).digest('base64')
  return `__Secure-better-auth.session_token=${encodeURIComponent(`${token}.${signature}`)}`
}

/** What is in memory, with the key that the first request made: others begin from there. */
export function memoryAsText() {
  return JSON.stringify(memory)
}

export function handle(request) {
  return auth.handler(request)
}
