import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBrowser, readSession, signInWith } from '../../dev/demo/browser.js'
import { refresh, signIn } from '../../dev/demo/graphql-flow.js'
import { count } from '../../dev/stack/count.js'
import { createSecrets } from '../../dev/stack/secrets.js'
import { openDatabase } from '../../engine/src/index.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

const secrets = createSecrets()
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restart-'))
})

afterAll(() => rm(folder, { recursive: true }))

function start(before?: TestStack): Promise<TestStack> {
  const ports = before && {
    app: portOf(before.urls.app),
    engine: portOf(before.urls.engine),
    github: portOf(before.urls.github),
  }
  return startTestStack({
    openDatabase: () => openDatabase({ dataDir: join(folder, 'postgres') }),
    secrets,
    ...(ports && { ports }),
  })
}

function portOf(url: string): number {
  return Number(new URL(url).port)
}

// Two starts on a disk, which other work may keep busy.
const timeout = 90_000

describe('a stack with a data folder', { timeout }, () => {
  it('keeps people and sessions over a restart', async () => {
    const first = await start()
    const browser = createBrowser()
    await signInWith(browser, first.urls.app, 'ada')
    const { refreshToken } = await signIn(first.flow, 'ben')
    await first.close()
    const second = await start(first)
    browser.cookies.delete('gha-access')
    expect(await readSession(browser, second.urls.app)).toMatchObject({ user: { login: 'ada' } })
    expect(await refresh(second.flow, refreshToken)).toMatchObject({ login: 'ben' })
    expect(await signIn(second.flow, 'ada')).toMatchObject({ isNewUser: false })
    expect(await count(second.database, 'users')).toBe(2)
    await second.close()
  })

  it('refuses a second stack on the same folder, naming the process that has it', async () => {
    const first = await start()
    await expect(start()).rejects.toThrow(`in use by process ${process.pid}`)
    await first.close()
  })
})
