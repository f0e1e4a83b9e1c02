import { describe, expect, it } from 'vitest'
import { madeHere } from '../../../dev/stack/made-here.js'
import { createSecrets } from '../../../dev/stack/secrets.js'
import { stackEnvironment } from '../../../dev/stack/stack-environment.js'
import { variableNames } from '../../../functions/config/environment.js'
import { section, tableRows } from '../../docs/support/markdown.js'
import { readText } from '../../docs/support/repository.js'

const urls = {
  app: 'http://127.0.0.1:3000',
  engine: 'http://127.0.0.1:8080',
  github: 'http://127.0.0.1:4000',
}
const joined = ['ALLOWED_REDIRECTS', 'HASURA_GRAPHQL_CORS_DOMAIN']

describe('stackEnvironment()', () => {
  it('adds origins and pages of a person to those of the stack', () => {
    const given = {
      ALLOWED_REDIRECTS: 'http://127.0.0.1:5173',
      HASURA_GRAPHQL_CORS_DOMAIN: 'http://x.example',
    }
    const { functions, engine } = stackEnvironment(urls, createSecrets(), given)
    expect(functions['ALLOWED_REDIRECTS']).toBe('http://localhost:3000/graphql,http://127.0.0.1:5173')
    expect(engine['HASURA_GRAPHQL_CORS_DOMAIN']).toBe(
      'http://127.0.0.1:3000,http://localhost:3000,http://x.example',
    )
  })

  it('gives the functions what they know, and the engine everything', () => {
    const given = { SIGN_UP: 'closed', HASURA_GRAPHQL_DEV_MODE: 'true', NOTES_WEBHOOK: 'http://x.example' }
    const { functions, engine } = stackEnvironment(urls, createSecrets(), given)
    expect(functions).toMatchObject({ SIGN_UP: 'closed' })
    expect(functions).not.toHaveProperty('NOTES_WEBHOOK')
    expect(engine).toMatchObject(given)
  })

  it('makes itself what its parts must agree on', () => {
    const { functions, engine } = stackEnvironment(urls, createSecrets())
    const made = [...Object.keys(functions), ...Object.keys(engine)]
    expect(made.filter((name) => !madeHere.has(name) && !joined.includes(name))).toEqual([])
  })

  it('passes nothing through that docs/configuration.md does not name', () => {
    const guide = section(readText('docs/configuration.md'), '## A laptop')
    const named = tableRows(guide).flatMap(([cell = '']) => cell.match(/[A-Z][A-Z0-9_]+/g) ?? [])
    const passing = [...variableNames].filter((name) => !madeHere.has(name))
    expect(passing.filter((name) => !named.includes(name))).toEqual([])
  })
})
