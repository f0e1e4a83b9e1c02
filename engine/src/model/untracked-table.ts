import { type Name, showName } from '../pg-catalogue/catalogue.js'

/** Something needs a table that is not tracked; Hasura finds that out last and does not say for what. */
export class UntrackedTable extends Error {
  constructor(table: Name) {
    super(`table "${showName(table)}" is not tracked`)
  }
}
