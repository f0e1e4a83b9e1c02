import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../../', import.meta.url)

function sources(folder: string): { path: string; text: string }[] {
  return readdirSync(new URL(folder, root), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = `${entry.parentPath}/${entry.name}`
      return { path, text: readFileSync(path, 'utf8') }
    })
}

/** They name it to warn about it, and to leave it out of the log. */
const wary = ['functions/config/operator-secrets.ts', 'functions/config/secret-values.ts']

test.each(['api/', 'functions/', 'static/'])(
  'S-HASURA-01 S-HASURA-09 nothing in %s knows an admin secret',
  (folder) => {
    const found = sources(folder).filter(({ text }) =>
      /admin[-_ ]?secret/i.test(text.replaceAll('x-hasura-admin-secret', '')),
    )
    const exceptions = found
      .filter(({ text }) => !/no admin secret/.test(text))
      .filter(({ path }) => !wary.some((known) => path.endsWith(`/${known}`)))
      .map(({ path }) => path)
    expect(exceptions).toEqual([])
  },
)

test('S-VERCEL-13 every file of api/ exports web-standard handlers and nothing else', () => {
  const files = sources('api/').filter(({ path }) => !/\/_[^/]*$/.test(path))
  const routes = files.filter(({ path }) => path.includes('/_routes/'))
  const addresses = files.filter(({ path }) => !path.includes('/_routes/'))
  expect(routes.length).toBeGreaterThan(5)
  for (const { path, text } of routes) {
    expect(text.match(/export /g), path).toHaveLength(1)
    expect(text, path).toMatch(
      /export const \{ GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS \} = (?:route|configRoute|routesByName)\(/,
    )
  }
  expect(addresses).toHaveLength(routes.length)
  for (const { path, text } of addresses) {
    const name = path.replace(/^.*\bapi\/+/, '').replace(/\.ts$/, '')
    expect(text, path).toBe(
      `export { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } from '#routes/${name}'\n`,
    )
  }
})
