import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSocket, type TestSocket } from '../subscriptions/support.js'
import { openProject } from './open-project.js'

const person = (number: number) => ({ 'x-hasura-user-id': `00000000-0000-0000-0000-00000000000${number}` })
const blue = { role: 'member', session: person(1) }
const green = { role: 'member', session: person(2) }
const red = { role: 'member', session: person(3) }
const moderator = { role: 'moderator', session: person(2) }

let project: Awaited<ReturnType<typeof openProject>>
beforeAll(async () => {
  project = await openProject('chat')
})
afterAll(() => project.close())

async function run(name: string, caller: object = {}, variables: Record<string, unknown> = {}) {
  const { body } = await project.graphql(await project.operation(name), { ...caller, variables })
  return body
}

function refused(code: string) {
  return { errors: [{ extensions: { code } }] }
}

describe('whoever is not signed in', () => {
  test('reads what is public', async () => {
    expect(await run('lobby')).toEqual({
      data: { rooms: [{ id: 1, title: 'Lobby', messages: [{ body: 'Welcome' }] }] },
    })
  })

  test('asks no deeper than api_limits.yaml allows, writes nothing and introspects nothing', async () => {
    const deep = '{ rooms { messages { room { messages { body } } } } }'
    expect((await project.graphql(deep)).body).toMatchObject(refused('depth-limit-exceeded'))
    expect(await run('say', {}, { room: 1, body: 'Hello' })).toMatchObject(refused('validation-failed'))
    expect((await project.graphql('{ __schema { queryType { name } } }')).body).toMatchObject(
      refused('not-supported'),
    )
  })
})

describe('a member', () => {
  test('sees the own rooms, and who is in them', async () => {
    const count = { aggregate: { count: 1 } }
    const lobby = [{ person: { nick: 'blue' } }, { person: { nick: 'green' } }]
    const workshop = [{ person: { nick: 'blue' } }, { person: { nick: 'red' } }]
    expect(await run('rooms', blue)).toEqual({
      data: {
        rooms: [
          { id: 1, title: 'Lobby', members: lobby, messages_aggregate: count, read_marks: [] },
          { id: 2, title: 'Workshop', members: workshop, messages_aggregate: count, read_marks: [] },
        ],
      },
    })
    expect(await run('rooms', green)).toMatchObject({ data: { rooms: [{ id: 1 }] } })
  })

  test('speaks in the own rooms only, as nobody else', async () => {
    expect(await run('say', green, { room: 2, body: 'Psst' })).toMatchObject(refused('permission-error'))
    const forged = 'mutation { insert_messages_one(object: {room_id: 1, body: "x", author_id: "1"}) { id } }'
    expect((await project.graphql(forged, green)).body).toMatchObject(refused('validation-failed'))
    expect(await run('say', green, { room: 1, body: '' })).toMatchObject(refused('permission-error'))
  })

  test('joins public rooms, types, and marks what was read again and again', async () => {
    expect(await run('join', red, { room: 1 })).toEqual({
      data: { insert_members_one: { room: { title: 'Lobby' } } },
    })
    expect(await run('join', red, { room: 1 })).toMatchObject(refused('constraint-violation'))
    const typing = { room: 1, at: '2026-01-01T00:00:00Z' }
    expect(await run('typing', red, typing)).toEqual({ data: { update_members: { affected_rows: 1 } } })
    for (const message of [1, 2]) {
      expect(await run('mark-read', blue, { room: 1, message })).toEqual({
        data: { insert_read_marks_one: { message_id: message } },
      })
    }
  })
})

test('a moderator reads as member and keeper do, and removes what others said', async () => {
  expect(await run('remove', green, { message: 2 })).toMatchObject(refused('validation-failed'))
  expect(await run('remove', moderator, { message: 2 })).toEqual({
    data: { update_messages_by_pk: { id: 2, removed: true } },
  })
})

describe.each(['graphql-transport-ws', 'graphql-ws'])('over %s', (protocol) => {
  const start = protocol === 'graphql-ws' ? 'start' : 'subscribe'
  const result = protocol === 'graphql-ws' ? 'data' : 'next'

  async function subscribe(name: string, caller: object, variables: object): Promise<TestSocket> {
    const socket = await openSocket(project.url, protocol)
    socket.send({ type: 'connection_init', payload: { headers: project.headersOf(caller) } })
    expect(await socket.next()).toMatchObject({ type: 'connection_ack' })
    const query = await project.operation(name)
    socket.send({ type: start, id: '1', payload: { query, variables } })
    return socket
  }

  test('a live query tells of a message and of a reaction to it', async () => {
    const socket = await subscribe('live-room', blue, { room: 1 })
    expect(await socket.next()).toMatchObject({
      type: result,
      payload: { data: { messages: expect.any(Array) } },
    })
    const said = await run('say', green, { room: 1, body: `Live over ${protocol}` })
    const last = { body: `Live over ${protocol}`, author: { nick: 'green' } }
    expect(await socket.next()).toMatchObject({
      payload: { data: { messages: expect.arrayContaining([{ ...last, reactions: [] }]) } },
    })
    const { id } = Object(said).data.insert_messages_one
    await run('react', blue, { message: id, emoji: 'wave' })
    expect(await socket.next()).toMatchObject({
      payload: { data: { messages: expect.arrayContaining([{ ...last, reactions: [{ emoji: 'wave' }] }]) } },
    })
    await socket.close()
  })

  test('a stream sends each new message once, and none of foreign rooms', async () => {
    const newest = await project.graphql('{ messages(order_by: {id: desc}, limit: 1) { id } }', green)
    const [{ id: after }] = Object(newest.body).data.messages
    const socket = await subscribe('stream', green, { after })
    await run('say', red, { room: 2, body: 'Not for green' })
    await run('say', blue, { room: 1, body: `Streamed over ${protocol}` })
    expect(await socket.next()).toMatchObject({
      type: result,
      payload: { data: { messages_stream: [{ body: `Streamed over ${protocol}` }] } },
    })
    await socket.close()
  })

  test('a subscription that is too deep for its role is refused', async () => {
    const socket = await subscribe('live-room', {}, { room: 1 })
    expect(JSON.stringify(await socket.next())).toContain('"error"')
    await socket.close()
  })
})
