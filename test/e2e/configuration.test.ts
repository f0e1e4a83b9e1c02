import { describe, expect, it } from 'vitest'
import { runHostProcess } from '../../dev/stack/run-host-process.js'
import { createSecrets } from '../../dev/stack/secrets.js'
import { stackEnvironment } from '../../dev/stack/stack-environment.js'

const urls = {
  app: 'http://127.0.0.1:3000',
  engine: 'http://127.0.0.1:8080',
  github: 'http://127.0.0.1:4000',
}
const routes = [
  '/api/health',
  '/api/auth/session',
  '/api/auth/signin/github',
  '/api/auth/callback/github',
  '/api/actions/login',
]

describe('a configuration that is not usable', () => {
  it('S-VERCEL-11 closes every route with 500 and names all bad variables at once, never their values', async () => {
    const secrets = createSecrets()
    const good = stackEnvironment(urls, secrets)
    const bad = {
      AUTH_URL: '',
      AUTH_SECRET: 'changeme',
      EVENT_SECRET: secrets.actionSecret,
      GITHUB_CLIENT_ID: ' ',
    }
    const lines: string[] = []
    const environment = { ...good, functions: { ...good.functions, ...bad } }
    const host = await runHostProcess(
      { port: 0, environment, log: (line) => lines.push(line) },
      process.env['E2E_BUILD_OUTPUT'],
    )
    for (const route of routes) {
      const method = route.includes('actions') ? 'POST' : 'GET'
      const response = await fetch(`${host.url}${route}`, { method })
      // Hasura shows a 4xx of an Action to the client, and hides everything else.
      expect([route, response.status]).toEqual([route, route.includes('actions') ? 400 : 500])
      expect(await response.text()).toContain('not set up correctly')
    }
    await host.close()
    const text = lines.join('\n')
    for (const name of Object.keys(bad)) expect(text).toContain(name)
    expect(text).not.toContain('changeme')
    expect(text).not.toContain(secrets.actionSecret)
  })
})
