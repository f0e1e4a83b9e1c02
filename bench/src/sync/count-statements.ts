import type { Database } from '../../../engine/src/index.js'

interface StatementCounts {
  statements: number
  transactions: number
}

/** Counts what is sent to the database, without the engine's own looks at its event and cron tables. */
export function countStatements(database: Database): { database: Database; counts: StatementCounts } {
  const counts: StatementCounts = { statements: 0, transactions: 0 }
  const counted = <Place extends Pick<Database, 'query'>>(place: Place): Place => ({
    ...place,
    query: (statement: string, values?: readonly unknown[]) => {
      if (!statement.includes('hdb_catalog')) counts.statements += 1
      return place.query(statement, values)
    },
  })
  const transaction: Database['transaction'] = (work) =>
    database.transaction((tx) => {
      counts.transactions += 1
      return work(counted(tx))
    })
  return { database: { ...counted(database), transaction }, counts }
}
