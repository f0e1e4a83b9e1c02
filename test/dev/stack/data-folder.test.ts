import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findLocalEndpoint } from '../../../cli/login/find-local-endpoint.js'
import { chooseVariables } from '../../../cli/sync/choose-variables.js'
import { prepareDataFolder } from '../../../dev/stack/data-folder.js'
import { readGivenVariables } from '../../../dev/stack/given-variables.js'
import { holdLines } from '../../../dev/stack/hold-lines.js'
import { keepSecrets } from '../../../dev/stack/secrets.js'
import { publishStack } from '../../../dev/stack/stack-file.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'data-'))
})

afterEach(() => rm(folder, { recursive: true }))

describe('prepareDataFolder()', () => {
  it('makes a folder, and takes one that is there', async () => {
    const wanted = join(folder, 'new/data')
    for (const _start of ['first', 'second']) await prepareDataFolder(wanted)
    expect((await stat(wanted)).isDirectory()).toBe(true)
  })

  it('says that a file is no folder, and what to give', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')
    await expect(prepareDataFolder(file)).rejects.toThrow(`${file} is a file. Give --data a folder`)
    await expect(prepareDataFolder(join(file, 'below'))).rejects.toThrow('Give --data a folder')
  })
})

describe('keepSecrets()', () => {
  it('says what to do about a file that cannot be read', async () => {
    const file = join(folder, 'secrets.json')
    await mkdir(file)
    await expect(keepSecrets(file)).rejects.toThrow(
      new RegExp(`cannot be read.*delete ${folder} to start over`),
    )
  })
})

describe('readGivenVariables()', () => {
  it('reads a file below the environment, and names what a stack makes itself', async () => {
    const file = join(folder, '.env')
    await writeFile(file, "SIGN_UP=closed\nAUTH_SECRET='of production'\nACCESS_TOKEN_SECONDS=300\n")
    const environment = { ACCESS_TOKEN_SECONDS: '600', HASURA_GRAPHQL_ENDPOINT: 'https://hasura.example' }
    expect(await readGivenVariables(file, environment)).toEqual({
      variables: { SIGN_UP: 'closed', ACCESS_TOKEN_SECONDS: '600' },
      unused: ['AUTH_SECRET', 'HASURA_GRAPHQL_ENDPOINT'],
    })
  })

  it('does without a file, and says which one it cannot read', async () => {
    expect(await readGivenVariables(undefined, {})).toEqual({ variables: {}, unused: [] })
    for (const file of [folder, join(folder, 'none')])
      await expect(readGivenVariables(file, {})).rejects.toThrow(`${file} cannot be read`)
  })

  it('names the variable that a line without a sign would take along, and nothing of the line', async () => {
    const file = join(folder, '.env')
    await writeFile(file, 'not a line\nGITHUB_ALLOWED_ORGS=acme\n')
    const message = `${file} has a line that is no NAME=value, before GITHUB_ALLOWED_ORGS.`
    await expect(readGivenVariables(file, {})).rejects.toThrow(message)
  })
})

describe('publishStack()', () => {
  it('leaves the variables for their owner, as Node reads them, until the stack ends', async () => {
    const functions = {
      HASURA_GRAPHQL_ENDPOINT: 'http://127.0.0.1:1/v1/graphql',
      JSON: '{"key":"it\'s"}',
      MARKS: '`"',
    }
    const published = await publishStack(folder, { functions, engine: {} })
    const file = join(folder, 'functions.env')
    expect(parseEnv(await readFile(file, 'utf8'))).toEqual(functions)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(chooseVariables(undefined, {}, file)).toEqual({ variables: functions, from: file })
    expect(findLocalEndpoint(file)).toBe(functions.HASURA_GRAPHQL_ENDPOINT)
    await published.remove()
    expect(findLocalEndpoint(file)).toBe('http://127.0.0.1:8080/v1/graphql')
    expect(() => chooseVariables(undefined, {}, file)).toThrow('Which deployment?')
  })

  it('takes the place of what a killed stack left there, and of its permissions', async () => {
    const file = join(folder, 'functions.env')
    await writeFile(file, 'AUTH_URL=http://127.0.0.1:1\nOLD=left\n', { mode: 0o644 })
    const published = await publishStack(folder, {
      functions: { AUTH_URL: 'http://127.0.0.1:2' },
      engine: {},
    })
    expect(parseEnv(await readFile(file, 'utf8'))).toEqual({ AUTH_URL: 'http://127.0.0.1:2' })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    await published.remove()
  })
})

describe('chooseVariables()', () => {
  it('never completes an environment that names a deployment', async () => {
    const published = await publishStack(folder, {
      functions: { AUTH_URL: 'http://127.0.0.1:1' },
      engine: {},
    })
    const local = join(folder, 'functions.env')
    for (const name of ['AUTH_URL', 'HASURA_GRAPHQL_ENDPOINT']) {
      const environment = { [name]: 'https://app.example' }
      expect(chooseVariables(undefined, environment, local)).toEqual({ variables: environment })
    }
    const named = chooseVariables(local, { AUTH_URL: 'https://app.example' })
    expect(named).toEqual({ variables: { AUTH_URL: 'http://127.0.0.1:1' } })
    await published.remove()
  })
})

describe('holdLines()', () => {
  it('keeps lines back until they may be seen, in their order', () => {
    const written: string[] = []
    const lines = holdLines((line) => written.push(line))
    lines.log('one')
    lines.log('two')
    expect(written).toEqual([])
    lines.release()
    lines.log('three')
    expect(written).toEqual(['one', 'two', 'three'])
  })
})
