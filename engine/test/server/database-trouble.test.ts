import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PostgresError } from '../../src/database/postgres-error.js'
import { graphqlErrorBody, toHasuraError } from '../../src/error-body.js'
import { mapPostgresError } from '../../src/execute/map-postgres-error.js'
import { asAdmin, startTestServer, type TestServer, users } from './support.js'

/*
 * Hasura.Backends.Postgres.Execute.Types (dmlTxErrorHandler) tells which errors of a statement are a client's business,
 * Hasura.Base.Error (FromPGConnErr) what is said of a connection that cannot be had.
 */

let server: TestServer
beforeAll(async () => {
  const permission = { columns: '*', filter: {} }
  const insert = { role: 'anonymous', permission: { columns: '*', check: {} } }
  server = await startTestServer({
    content: {
      tables: [
        {
          ...users,
          select_permissions: [{ role: 'anonymous', permission }],
          insert_permissions: [insert],
        },
      ],
    },
    env: { HASURA_GRAPHQL_UNAUTHORIZED_ROLE: 'anonymous' },
  })
})
afterAll(async () => {
  await server.database.exec('SET default_transaction_read_only = off')
  await server.close()
})

/** For the connection that is there, and for all that come later. */
async function makeReadOnly({ database }: TestServer): Promise<void> {
  const { rows } = await database.query<{ name: string }>('SELECT current_database() AS name')
  await database.exec(`ALTER DATABASE "${rows[0]?.name}" SET default_transaction_read_only = on`)
  await database.exec('SET default_transaction_read_only = on')
  await database.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  )
}

describe('a database that only reads, as a standby does', () => {
  const mutation = 'mutation { insert_users_one(object: {id: 1}) { id } }'

  test('is no database error of the client: 500 `unexpected`, and the log tells why', async () => {
    await makeReadOnly(server)
    const reply = await server.post('/v1alpha1/graphql', { query: mutation })
    expect(reply).toMatchObject({
      status: 500,
      json: {
        errors: [
          {
            message: 'database query error',
            extensions: { path: '$.selectionSet.insert_users_one.args.object', code: 'unexpected' },
          },
        ],
      },
    })
    expect(server.messages.join()).toMatch(/cannot execute [A-Z]+ in a read-only transaction/)
  })

  test('tells an admin what Postgres said', async () => {
    expect(await server.graphql(mutation, asAdmin)).toMatchObject({
      errors: [{ extensions: { internal: { error: { status_code: '25006' } } } }],
    })
  })

  test('still answers queries', async () => {
    expect(await server.graphql('{ users { id } }', {})).toEqual({ data: { users: [] } })
  })
})

describe('mapPostgresError()', () => {
  const failed = (code: string, message: string) =>
    mapPostgresError(new PostgresError({ code, message }), '$')

  test.each([
    ['53100', 'could not extend file: No space left on device', 'unexpected', 'database query error'],
    ['57014', 'canceling statement due to statement timeout', 'unexpected', 'database query error'],
    ['54001', 'stack depth limit exceeded', 'unexpected', 'database query error'],
    [
      '53300',
      'sorry, too many clients already',
      'postgres-max-connections-error',
      'max connections reached on postgres',
    ],
    ['53300', 'remaining connection slots are reserved', 'postgres-error', 'connection error'],
    ['08006', 'connect ECONNREFUSED', 'postgres-error', 'connection error'],
    ['57P01', 'terminating connection due to administrator command', 'postgres-error', 'connection error'],
    ['57P03', 'the database system is starting up', 'postgres-error', 'connection error'],
  ])('answers %s (%s) with status 500 and `%s`', (code, text, hasuraCode, message) => {
    expect(failed(code, text)).toMatchObject({ code: hasuraCode, message, path: '$', status: 500 })
  })

  test.each([
    [
      '40001',
      'could not serialize access',
      'concurrent-update',
      'serialization failure due to concurrent update',
    ],
    ['42704', 'type "x" does not exist', 'constraint-error', 'type "x" does not exist'],
  ])('answers %s (%s) with status 400 and `%s`', (code, text, hasuraCode, message) => {
    expect(failed(code, text)).toMatchObject({ code: hasuraCode, message, status: 400 })
  })

  test('says the same of a connection that fails before there is a session', () => {
    const error = toHasuraError(
      new PostgresError({ code: '53300', message: 'sorry, too many clients already' }),
    )
    expect(error).toMatchObject({ status: 500, internal: 'sorry, too many clients already' })
    expect(graphqlErrorBody(error)).toEqual({
      errors: [
        {
          message: 'max connections reached on postgres',
          extensions: { path: '$', code: 'postgres-max-connections-error' },
        },
      ],
    })
  })
})
