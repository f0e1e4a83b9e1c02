/**
 * What the engine needs of a Postgres, whichever driver is behind it.
 *
 * Values come back as Postgres prints them: only booleans, `int2`, `int4`, `oid` and floats become JavaScript
 * values. `int8`, `numeric`, json, timestamps, arrays and everything else stay text, so that no digit is lost.
 */
export interface Queryable {
  /** One statement with parameters `$1`, `$2` … given as text, numbers, booleans, null, arrays or plain objects (JSON). */
  query<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
    /** Of a statement that will come again: one name for each text. A connection prepares it once. */
    name?: string,
  ): Promise<QueryResult<Row>>
  /** Several statements without parameters, run as one implicit transaction; the result of each, all values as text. */
  exec(script: string): Promise<StatementResult[]>
}

export interface Database extends Queryable {
  /**
   * Runs `work` in one transaction: commits when it resolves, rolls back when it throws.
   * Inside `work` use only `tx`: the embedded Postgres has one connection, and `this.query` would wait for itself.
   *
   * @param settings configuration parameters for as long as it lasts; they take no round trip of their own
   */
  transaction<T>(work: (tx: Queryable) => Promise<T>, settings?: Settings): Promise<T>
  /**
   * Holds the advisory lock `(space, key)` until it is released or this process is gone; on a lost connection it is
   * taken again. Others see it in `pg_locks`.
   */
  holdLock(space: number, key: number): Promise<HeldLock>
  /**
   * How far the database has been written to: as long as that is the same, nothing has been. Null on a server, where others
   * write all the time.
   */
  writtenUpTo(): Promise<string | null>
  close(): Promise<void>
}

export type Settings = Readonly<Record<string, string>>

export interface HeldLock {
  release(): Promise<void>
}

export interface QueryResult<Row> {
  rows: Row[]
  /** Rows returned or changed, as in the command tag. */
  rowCount: number
}

export interface StatementResult {
  /** First word of the command tag, e.g. `SELECT`, `CREATE`. */
  command: string
  /** Empty for statements that return no rows. */
  columns: string[]
  rows: (string | null)[][]
}
