import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type RunningCli, startEngineCli } from '../support/engine-cli.js'
import { type MetadataFolder, metadataFolder } from '../support/metadata-folder.js'
import { createServerDatabase } from '../support/test-database.js'
import { startWebhookServer, type WebhookServer } from '../support/webhook-server.js'
import { eventLog, openEventDatabase, startTestEngine, trigger } from './support.js'

const EVENTS = 1000

let webhook: WebhookServer
beforeEach(async () => {
  webhook = await startWebhookServer()
})
afterEach(() => webhook.close())

/** How often each event arrived, by id. */
function arrivals(): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { json } of webhook.requests) {
    const id = String(Object(json).id)
    counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return counts
}

test('two engines on one database deliver a thousand events exactly once each', {
  timeout: 120_000,
}, async () => {
  const database = await openEventDatabase()
  const engines = await Promise.all(
    [1, 2].map(() => startTestEngine(database, [trigger()], { BASE: webhook.url })),
  )
  await database.query('INSERT INTO users SELECT generate_series(1, $1::int)', [EVENTS])
  const delivered = async () => {
    for (const { delivery } of engines) delivery.poke()
    return (await eventLog(database)).filter((event) => event.delivered).length
  }
  await expect.poll(delivered, { timeout: 100_000 }).toBe(EVENTS)
  expect(webhook.requests).toHaveLength(EVENTS)
  expect(arrivals().size).toBe(EVENTS)
  for (const engine of engines) await engine.stop()
  await database.close()
})

test('an engine never takes over what another living one is working on', async () => {
  const database = await openEventDatabase()
  webhook.reply = () => ({ delayMs: Number.POSITIVE_INFINITY })
  const first = await startTestEngine(database, [trigger()], { BASE: webhook.url })
  await database.query('INSERT INTO users VALUES (1)')
  first.delivery.poke()
  await expect.poll(() => webhook.requests.length).toBe(1)
  const second = await startTestEngine(database, [trigger()], { BASE: webhook.url })
  for (let round = 0; round < 20; round++) await second.clock.advance(1000)
  expect(await eventLog(database)).toMatchObject([{ locked: expect.any(String) }])
  expect(webhook.requests).toHaveLength(1)
  await webhook.close()
  await Promise.all([first.stop(), second.stop()])
  await database.close()
})

test('an engine that stops gives back what it could not deliver', async () => {
  const database = await openEventDatabase()
  webhook.reply = () => ({ delayMs: Number.POSITIVE_INFINITY })
  const first = await startTestEngine(database, [trigger()], { BASE: webhook.url })
  await database.query('INSERT INTO users VALUES (1)')
  first.delivery.poke()
  await expect.poll(() => webhook.requests.length).toBe(1)
  const stopping = first.stop()
  await first.clock.advance(10_000)
  await stopping
  expect(await eventLog(database)).toMatchObject([{ delivered: false, error: false, tries: 0, locked: null }])
  await database.close()
})

describe('an engine that is killed', { timeout: 120_000 }, () => {
  let folder: string
  let metadata: MetadataFolder
  let args: string[]
  let dropDatabase: () => Promise<void>
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'engine-crash-'))
    const { metadata: settings, table } = trigger({ webhook: `${webhook.url}/hook` })
    metadata = await metadataFolder({ tables: [{ table, event_triggers: [settings] }] })
    await writeFile(join(folder, 'setup.sql'), 'CREATE TABLE users (id int PRIMARY KEY)')
    const onServer = await createServerDatabase()
    const place = onServer ? ['--database-url', onServer.url] : ['--data-dir', join(folder, 'data')]
    dropDatabase = async () => onServer?.drop()
    args = ['--metadata', metadata.path, '--sql', join(folder, 'setup.sql'), '--port', '0', ...place]
  })
  afterEach(async () => {
    await dropDatabase()
    await metadata.remove()
    await rm(folder, { recursive: true })
  })

  const start = () => startEngineCli(args, { PG_DATABASE_URL: 'unused' })
  const runSql = async ({ url }: RunningCli, sql: string) => {
    const body = JSON.stringify({ type: 'run_sql', args: { sql } })
    const response = await fetch(`${url}/v2/query`, { method: 'POST', body })
    return Object(await response.json()).result
  }

  test('between claim and delivery has its event delivered at the next start, at once', async () => {
    webhook.reply = () => ({ delayMs: Number.POSITIVE_INFINITY })
    const first = await start()
    await runSql(first, 'INSERT INTO users VALUES (1)')
    await expect.poll(() => webhook.requests.length).toBe(1)
    await first.stop('SIGKILL')
    webhook.reply = () => ({})
    const second = await start()
    await expect.poll(() => webhook.requests.length).toBe(2)
    expect(arrivals().size).toBe(1)
    const delivered = () => runSql(second, 'SELECT delivered, error, tries FROM hdb_catalog.event_log')
    await expect.poll(delivered).toEqual([
      ['delivered', 'error', 'tries'],
      ['t', 'f', '1'],
    ])
    await second.stop('SIGTERM')
  })

  test('amid a thousand events has each delivered at least once', async () => {
    const first = await start()
    await runSql(first, `INSERT INTO users SELECT generate_series(1, ${EVENTS})`)
    await expect
      .poll(() => webhook.requests.length, { timeout: 30_000, interval: 5 })
      .toBeGreaterThan(EVENTS / 4)
    await first.stop('SIGKILL')
    const second = await start()
    const waiting = () => runSql(second, 'SELECT count(*) FROM hdb_catalog.event_log WHERE NOT delivered')
    await expect.poll(waiting, { timeout: 60_000 }).toEqual([['count'], ['0']])
    expect(arrivals().size).toBe(EVENTS)
    await second.stop('SIGTERM')
  })
})
