import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.js'
import { invokeEventTrigger, redeliverEvent } from '../../src/events/manual-events.js'
import { captured, eventLog, openEventDatabase, trigger } from './support.js'

let database: Database
beforeEach(async () => {
  database = await openEventDatabase()
})
afterEach(() => database.close())

const session = { role: 'admin', variables: { 'x-hasura-role': 'admin' }, isAdmin: true, backendOnly: false }
const manual = trigger({ definition: { enable_manual: true } })

describe('invokeEventTrigger()', () => {
  test('logs an event with the payload under new', async () => {
    const { event_id } = await invokeEventTrigger(database, [manual], {
      name: 'sync',
      payload: { a: 1 },
      session,
    })
    expect(await eventLog(database)).toMatchObject([{ id: event_id }])
    expect(await captured(database)).toMatchObject([
      {
        event: {
          op: 'MANUAL',
          data: { old: null, new: { a: 1 } },
          session_variables: { 'x-hasura-role': 'admin' },
        },
      },
    ])
  })

  test('refuses a trigger without manual mode, and one that is not there', async () => {
    const invoke = (name: string) => invokeEventTrigger(database, [trigger()], { name, payload: {}, session })
    await expect(invoke('sync')).rejects.toMatchObject({
      code: 'not-supported',
      message: expect.stringContaining('manual mode is not enabled for event trigger'),
    })
    await expect(invoke('other')).rejects.toMatchObject({ code: 'not-exists' })
  })
})

describe('redeliverEvent()', () => {
  test('makes an event that ended in error new again', async () => {
    const { event_id } = await invokeEventTrigger(database, [manual], { name: 'sync', payload: {}, session })
    await database.query('UPDATE hdb_catalog.event_log SET error = true, tries = 3')
    await redeliverEvent(database, event_id)
    expect(await eventLog(database)).toMatchObject([{ error: false, tries: 0, delivered: false }])
  })

  test('refuses one that is being delivered, and one that is not there', async () => {
    const { event_id } = await invokeEventTrigger(database, [manual], { name: 'sync', payload: {}, session })
    await database.query('UPDATE hdb_catalog.event_log SET locked = now()')
    await expect(redeliverEvent(database, event_id)).rejects.toMatchObject({
      code: 'busy',
      message: 'event is already being processed',
    })
    await expect(redeliverEvent(database, 'nope')).rejects.toMatchObject({
      code: 'not-exists',
      message: 'event not found',
    })
  })
})
