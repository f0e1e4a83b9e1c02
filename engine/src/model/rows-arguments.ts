import type { Json } from '../json/json.js'
import type { BoolExp, VisibleColumn } from './bool-exp.js'
import type { OrderTerm } from './order-term.js'

/** Which rows of a source a client asks for, and in which order. */
export interface RowsArguments {
  where: BoolExp
  orderBy: readonly OrderTerm[]
  distinctOn: readonly VisibleColumn[]
  limit: Json
  offset: Json
}
