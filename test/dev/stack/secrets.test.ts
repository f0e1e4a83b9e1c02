import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSecrets, keepSecrets } from '../../../dev/stack/secrets.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secrets-'))
})

afterEach(() => rm(folder, { recursive: true }))

describe('the secrets of a stack', () => {
  it('createSecrets() makes every one different, and others the next time', () => {
    const all = [createSecrets(), createSecrets()].flatMap((secrets) => Object.values(secrets))
    expect(new Set(all).size).toBe(all.length)
  })

  it('keepSecrets() keeps what it made, for its owner only', async () => {
    const file = join(folder, 'data/secrets.json')
    const first = await keepSecrets(file)
    expect(await keepSecrets(file)).toEqual(first)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readdir(join(folder, 'data'))).toEqual(['secrets.json'])
  })

  it('keepSecrets() refuses a damaged file without showing what is in it', async () => {
    const file = join(folder, 'secrets.json')
    await writeFile(file, '{"authSecret":"something private"')
    const attempt = keepSecrets(file)
    await expect(attempt).rejects.toThrow(`${file} is not a secrets file`)
    await expect(attempt).rejects.not.toThrow('something private')
  })
})
