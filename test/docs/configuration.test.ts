import { execFileSync } from 'node:child_process'
import { parseEnv } from 'node:util'
import { describe, expect, test } from 'vitest'
import { repository } from '../../dev/repository.js'
import { variableNames } from '../../functions/config/environment.js'
import { ConfigError, parseConfig } from '../../functions/config/parse-config.js'
import { readEnvFile } from './support/env-file.js'
import { codeOf, fences, section, tableRows } from './support/markdown.js'
import { readText } from './support/repository.js'

const guide = readText('docs/configuration.md')
const ours = section(guide, '## The functions')
const known = [...variableNames].sort()
const example = readEnvFile('.env.example')

function variablesOf(markdown: string): string[] {
  return tableRows(markdown).flatMap(([cell]) => codeOf(cell)?.match(/^[A-Z][A-Z0-9_]+$/)?.[0] ?? [])
}

function problemsOf(env: Record<string, string | undefined>): readonly string[] {
  try {
    parseConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('docs/configuration.md', () => {
  test('explains every variable of the functions and no other', () => {
    expect(variablesOf(ours).sort()).toEqual(known)
  })

  test('calls required what parseConfig() calls missing', () => {
    const missing = problemsOf({}).map((problem) => problem.replace(/ is missing$/, ''))
    expect(variablesOf(section(guide, '### Required')).sort()).toEqual([...missing].sort())
  })

  test('explains every variable of hasura/.env.example and no other', () => {
    const { set, commented } = readEnvFile('hasura/.env.example')
    const named = [...Object.keys(set), ...commented]
    expect(variablesOf(section(guide, '## Hasura')).sort()).toEqual(named.sort())
  })
})

describe('.env.example', () => {
  test('names every variable once and no other', () => {
    expect([...Object.keys(example.set), ...example.commented].sort()).toEqual(known)
  })

  test('S-CONF-05 holds nothing that parseConfig() takes', () => {
    const refused = problemsOf(example.set).map((problem) => problem.split(' ')[0])
    expect([...new Set(refused)].sort()).toEqual(Object.keys(example.set).sort())
  })
})

describe('README.md', () => {
  test('its command for secrets makes values that parseConfig() takes', { timeout: 60_000 }, () => {
    const command = fences(readText('README.md'), 'sh').find((block) => block.includes('npm run keys')) ?? ''
    const printed = execFileSync(command.trim(), { encoding: 'utf8', shell: true, cwd: repository })
    const [forFunctions = '', forHasura = ''] = printed.split('# For Hasura')
    expect(parseEnv(forHasura)['HASURA_GRAPHQL_ADMIN_SECRET']).toMatch(/^[\w-]{43}$/)
    const others = {
      GITHUB_CLIENT_ID: 'Ov23li0123456789abcd',
      GITHUB_CLIENT_SECRET: '0123456789abcdef0123456789abcdef01234567',
      HASURA_GRAPHQL_ENDPOINT: 'https://hasura.example/v1/graphql',
    }
    expect(problemsOf({ ...others, ...parseEnv(forFunctions) })).toEqual([])
  })

  test('names no variable that does not exist', () => {
    const hasura = readEnvFile('hasura/.env.example')
    const real = new Set([...known, ...Object.keys(hasura.set), 'DATABASE_URL'])
    const named = readText('README.md').match(/`[A-Z][A-Z0-9]*(_[A-Z0-9]+)+`/g) ?? []
    expect(named.map((name) => name.replaceAll('`', '')).filter((name) => !real.has(name))).toEqual([])
  })
})
