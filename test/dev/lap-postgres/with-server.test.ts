import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { findPrograms } from '../../../dev/lap-postgres/find-programs.js'
import { withServer } from '../../../dev/lap-postgres/with-server.js'
import { openDatabase } from '../../../engine/src/index.js'

const programs = await findPrograms({ install: false })
/** Where temporary folders are made meanwhile. */
let temporary: string

beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'lap-test-'))
  // The server's user is not ours, and must get through.
  await chmod(temporary, 0o711)
  vi.stubEnv('TMPDIR', temporary)
})

afterEach(() => rm(temporary, { recursive: true }))

describe('withServer()', () => {
  it('lends a server with a password and removes it when the work fails', async () => {
    let url = ''
    const work = async (given: string) => {
      url = given
      const database = await openDatabase({ url })
      const { rows } = await database.query('select current_user as name')
      expect(rows).toEqual([{ name: 'postgres' }])
      await database.close()
      const stranger = new URL(url)
      stranger.password = 'guessed'
      await expect(
        openDatabase({ url: stranger.href }).then((opened) => opened.query('select 1')),
      ).rejects.toThrow('password authentication failed')
      throw new Error('a test failed')
    }
    await expect(withServer(programs, new AbortController().signal, work)).rejects.toThrow('a test failed')
    await expect(openDatabase({ url }).then((opened) => opened.query('select 1'))).rejects.toThrow()
    expect(await readdir(temporary)).toEqual([])
  })

  it('removes everything when it is stopped before the server is there', async () => {
    const stopped = AbortSignal.abort()
    await expect(withServer(programs, stopped, async () => undefined)).rejects.toThrow()
    expect(await readdir(temporary)).toEqual([])
  })
})
