import type { Database, Queryable } from '../../src/database/database.js'

class Rollback extends Error {}

/**
 * Runs `work` against a database whose changes are undone afterwards, so that cases do not see each other's;
 * the transactions that `work` makes become savepoints.
 */
export async function rolledBack(
  database: Database,
  work: (inner: Database) => Promise<void>,
): Promise<void> {
  try {
    await database.transaction(async (tx) => {
      await work(withSavepoints(database, tx))
      throw new Rollback()
    })
  } catch (error) {
    if (!(error instanceof Rollback)) throw error
  }
}

function withSavepoints(database: Database, tx: Queryable): Database {
  return {
    ...database,
    query: (text, values, name) => savepoint(tx, () => tx.query(text, values, name)),
    exec: (script) => tx.exec(script),
    transaction: (work, settings = {}) =>
      savepoint(tx, async () => {
        for (const setting of Object.entries(settings))
          await tx.query('select set_config($1, $2, true)', setting)
        return work(tx)
      }),
    close: async () => {},
  }
}

async function savepoint<Result>(tx: Queryable, work: () => Promise<Result>): Promise<Result> {
  await tx.query('savepoint inner_work')
  try {
    const result = await work()
    await tx.query('release savepoint inner_work')
    return result
  } catch (error) {
    await tx.query('rollback to savepoint inner_work')
    throw error
  }
}
