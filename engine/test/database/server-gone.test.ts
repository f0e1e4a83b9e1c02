import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openDatabase } from '../../src/database/open-database.js'
import { startEngine } from '../../src/start-engine.js'
import { metadataFolder } from '../support/metadata-folder.js'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js'
import { createServerDatabase } from '../support/test-database.js'
import { startWebhookServer } from '../support/webhook-server.js'

describe('a database server that goes away', () => {
  let proxy: TcpProxy
  let url: string
  let drop: () => Promise<void>
  beforeAll(async () => {
    const created = await createServerDatabase()
    if (created === undefined) throw new Error('TEST_DATABASE_URL is set')
    drop = created.drop
    const behind = new URL(created.url)
    proxy = await startTcpProxy({ host: behind.hostname, port: Number(behind.port) })
    behind.hostname = '127.0.0.1'
    behind.port = String(proxy.port)
    url = behind.href
  })
  afterAll(async () => {
    await proxy.close()
    await drop()
  })

  test('fails what is under way as a failed connection and serves again when it is back', async () => {
    const database = await openDatabase({ url })
    const slow = database.query('SELECT pg_sleep(20)').catch((error: unknown) => error)
    const inTransaction = database
      .transaction(async (tx) => {
        await tx.query('SELECT 1')
        proxy.cut()
        await tx.query('SELECT 1')
      })
      .catch((error: unknown) => error)
    expect(await inTransaction).toMatchObject({ name: 'PostgresError', isConnectionFailure: true })
    expect(await slow).toMatchObject({ name: 'PostgresError', isConnectionFailure: true })
    await expect(database.query('SELECT 1')).rejects.toMatchObject({ isConnectionFailure: true })
    proxy.restore()
    expect((await database.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await database.close()
  })

  test('is asked three times for a transaction of one statement: to begin with its settings, to run it, to commit', async () => {
    const database = await openDatabase({ url })
    const sent = vi.spyOn(pg.Client.prototype, 'query')
    await database.transaction((tx) => tx.query('SELECT 1'), { 'some.thing': 'a', 'some.other': 'b' })
    expect(sent).toHaveBeenCalledTimes(3)
    await database.close()
  })

  test('costs the engine errors while it is gone, and nothing afterwards', async () => {
    const webhook = await startWebhookServer()
    const trigger = {
      name: 'on_thing',
      definition: { insert: { columns: '*' } },
      retry_conf: { num_retries: 0, interval_sec: 1 },
      webhook: webhook.url,
    }
    const things = { table: { schema: 'public', name: 'things' }, event_triggers: [trigger] }
    const folder = await metadataFolder({ tables: [things] })
    const database = await openDatabase({ url })
    await database.exec('CREATE TABLE things (id int PRIMARY KEY)')
    const engine = await startEngine({
      database,
      metadataDir: folder.path,
      port: 0,
      env: { PG_DATABASE_URL: 'unused', HASURA_GRAPHQL_EVENTS_FETCH_INTERVAL: '50' },
    })
    const graphql = async (query: string) => {
      const response = await fetch(`${engine.url}/v1/graphql`, {
        method: 'POST',
        body: JSON.stringify({ query }),
      })
      return response.json()
    }
    const insert = (id: number) => graphql(`mutation { insert_things_one(object: {id: ${id}}) { id } }`)
    expect(await insert(1)).toEqual({ data: { insert_things_one: { id: 1 } } })
    proxy.cut()
    expect(await insert(2)).toMatchObject({
      errors: [{ message: 'connection error', extensions: { path: '$', code: 'postgres-error' } }],
    })
    expect((await fetch(`${engine.url}/healthz`)).status).toBe(500)
    proxy.restore()
    await expect.poll(() => insert(3)).toEqual({ data: { insert_things_one: { id: 3 } } })
    expect((await fetch(`${engine.url}/healthz`)).status).toBe(200)
    const arrived = () => webhook.requests.map(({ json }) => Object(json).event.data.new.id)
    await expect.poll(arrived).toEqual(expect.arrayContaining([1, 3]))
    await engine.close()
    await database.close()
    await webhook.close()
    await folder.remove()
  })
})
