import type { Json } from '../json/json.js'
import type { VisibleColumn } from './bool-exp.js'

/** How far a stream has come: rows past `after` in the order of the column are still to be sent. */
export interface StreamCursor extends VisibleColumn {
  isDescending: boolean
  after: Json
}
