import { vi } from 'vitest'
import type { Version } from './bundle-client.js'

/** Asks as a server does that renders a page for somebody; version 5 takes the request itself. */
export async function serverSession(version: Version, app: string, cookie: string): Promise<unknown> {
  // It is read once, when the client is loaded.
  vi.stubEnv('NEXTAUTH_URL', app)
  const req = { headers: { cookie } }
  if (version === 'v4') return (await import('next-auth/react')).getSession({ req })
  return (await import('next-auth-v5/react')).getSession({ ...req, broadcast: false })
}
