import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { repository } from '../../dev/repository.js'
import { keyIdOf } from '../../functions/seal/key-ring.js'
import { membershipRules, type SyncStack, startSyncStack, storedRow } from '../support/sync-stack.js'
import { waitForEvents } from '../support/wait-for-events.js'

let stack: SyncStack
let folder: string

beforeAll(async () => {
  stack = await startSyncStack()
  for (const login of ['ada', 'ben', 'cleo']) await stack.signIn(login)
  await waitForEvents(stack.database)
  folder = await mkdtemp(join(tmpdir(), 'sync-command-'))
  const variables = Object.entries({ ...stack.environment.functions, ...membershipRules })
  await writeFile(join(folder, 'env'), variables.map(([name, value]) => `${name}='${value}'`).join('\n'))
})

beforeEach(() => stack.reset())

afterAll(async () => {
  await stack?.close()
  await rm(folder, { recursive: true, force: true })
})

/** Runs the command as `npm run sync -- …` does, and gives its exit code and what it printed. */
async function runSync(...args: string[]) {
  const file = ['--env', join(folder, 'env')]
  const child = spawn(process.execPath, [`${repository}/dev/run.mjs`, 'cli/sync.ts', ...file, ...args], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [printed, complaints] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  return { code: child.exitCode, printed, complaints }
}

describe('npm run sync', () => {
  it('--all syncs everybody and says what changed', async () => {
    stack.github.changePerson('ada', { name: 'Ada Renamed', login: 'ada-renamed' })
    expect(await runSync('--all')).toEqual({
      code: 0,
      printed: '3 synced\n  ada (1001001): login, name\n',
      complaints: '',
    })
    expect(await storedRow(stack, 1_001_001)).toMatchObject({ name: 'Ada Renamed', login: 'ada-renamed' })
  })

  it('--user syncs one person, whatever the letter case of the login', async () => {
    stack.github.changePerson('ben', { name: 'Ben Renamed' })
    stack.githubCalls.length = 0
    expect(await runSync('--user', 'BEN')).toMatchObject({
      code: 0,
      printed: '1 synced\n  ben (1001002): name\n',
    })
    expect(stack.githubCalls.filter(({ path }) => path === '/api/v3/user')).toHaveLength(1)
  })

  it('exits with 1 and says why when somebody could not be synced', async () => {
    stack.github.fail('/api/v3/user', { kind: 'answer', status: 500 })
    expect(await runSync('--user', 'cleo')).toEqual({
      code: 1,
      printed: '1 postponed\n  cleo (4294967301): GitHub: status 500\n',
      complaints: '',
    })
  })

  it('tells of people who lost their access', async () => {
    stack.github.changePerson('cleo', { memberships: [] })
    expect(await runSync('--user', 'cleo')).toMatchObject({
      code: 0,
      printed: '1 access-lost\n  cleo (4294967301): github_roles, sessions\n',
    })
  })

  it.each([
    ['neither --all nor --user', [], 'Give one of --all, --user LOGIN and --status.'],
    ['both', ['--all', '--user', 'ada'], 'Give one of --all, --user LOGIN and --status.'],
    ['--status and more', ['--status', '--all'], 'Give one of --all, --user LOGIN and --status.'],
    ['a login that nobody has', ['--user', 'nobody'], 'Nobody with the login nobody has signed in.'],
  ])('exits with 1 and one sentence when given %s', async (_name, args, sentence) => {
    expect(await runSync(...args)).toEqual({ code: 1, printed: '', complaints: `${sentence}\n` })
  })

  it('R-06j --status counts who waits, and stored tokens by the key that they still need', async () => {
    const { AUTH_SECRET: old = '' } = stack.environment.functions
    const ofOld = keyIdOf(old)
    await stack.database.query('update users set shown = 0, awaits_sync = true where login = $1', ['ben'])
    const before = await runSync('--status')
    expect(before).toMatchObject({ code: 0, complaints: '' })
    expect(before.printed).toMatch(
      /^people: 3\nwaiting for a reading of GitHub: 1\nlast sync: \d{4}-\S+Z\nstored GitHub tokens by key, .*:\n/,
    )
    expect(before.printed).toContain(`  ${ofOld}: 3, signs\n`)
  })
})
