import { mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/database/open-database.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engine-data-dir-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('openDatabase() with a data directory', () => {
  test('keeps the data from one run to the next and leaves no lock behind', async () => {
    const dataDir = join(folder, 'deep', 'data')
    const first = await openDatabase({ dataDir })
    await first.exec('CREATE TABLE kept (id int); INSERT INTO kept VALUES (42)')
    await first.close()
    const second = await openDatabase({ dataDir })
    expect((await second.query('SELECT id FROM kept')).rows).toEqual([{ id: 42 }])
    await second.close()
    expect(await readdir(join(folder, 'deep'))).toEqual(['data'])
  })

  test('refuses a directory that is already open', async () => {
    const dataDir = join(folder, 'data')
    const first = await openDatabase({ dataDir })
    await expect(openDatabase({ dataDir })).rejects.toThrow(`in use by process ${process.pid}`)
    await first.close()
  })

  test('takes over the lock of a process that is gone, even one with our own number', async () => {
    const dataDir = join(folder, 'data')
    for (const goneProcess of [process.pid, 2 ** 22 + 1]) {
      await writeFile(`${dataDir}.lock`, String(goneProcess))
      await (await openDatabase({ dataDir })).close()
    }
    expect(await readdir(folder)).toEqual(['data'])
  })

  test('leaves a folder with other files alone', async () => {
    const dataDir = join(folder, 'documents')
    await mkdir(dataDir)
    await writeFile(join(dataDir, 'letter.txt'), 'dear')
    await expect(openDatabase({ dataDir })).rejects.toThrow('is not empty and not a Postgres data directory')
    expect(await readdir(dataDir)).toEqual(['letter.txt'])
  })

  test('starts over when an earlier first start was interrupted', async () => {
    const dataDir = join(folder, 'data')
    await mkdir(`${dataDir}.unfinished`)
    await writeFile(join(`${dataDir}.unfinished`, 'PG_VERSION'), '18')
    await (await openDatabase({ dataDir })).close()
    expect(await readdir(folder)).toEqual(['data'])
  })

  test.each([
    ['of another version', (dataDir: string) => writeFile(join(dataDir, 'PG_VERSION'), '9.6')],
    ['damaged', (dataDir: string) => truncate(join(dataDir, 'global/pg_control'), 10)],
  ])('says what to do about a directory that is %s, and lets go of it', async (_what, damage) => {
    const dataDir = join(folder, 'data')
    await (await openDatabase({ dataDir })).close()
    await damage(dataDir)
    const opening = openDatabase({ dataDir })
    await expect(opening).rejects.toThrow(`${dataDir} cannot be opened: it is damaged, or of another version`)
    await expect(opening).rejects.toThrow('delete it to start over')
    expect(await readdir(folder)).toEqual(['data'])
  })
})
