import { z } from 'zod'
import { toJson } from '../../json/json.js'
import { tableArgs } from '../edits/metadata-json.js'
import { rowsArgs } from './select-columns.js'
import { onConflict } from './translate-on-conflict.js'

const json = z.unknown().transform(toJson)
const returning = z.array(z.unknown()).nullish()
const object = z.record(z.string(), json)

export const selectArgs = tableArgs.extend(rowsArgs.shape).extend({ columns: z.array(z.unknown()) })
export const countArgs = tableArgs.extend({ where: json.optional(), distinct: z.array(z.string()).nullish() })
export const insertArgs = tableArgs.extend({
  objects: z.array(object),
  on_conflict: onConflict.nullish(),
  returning,
})
export const updateArgs = tableArgs.extend({
  where: json,
  $set: object.default({}),
  $inc: object.default({}),
  $mul: object.default({}),
  $default: z.array(z.string()).default([]),
  returning,
})
export const deleteArgs = tableArgs.extend({ where: json, returning })
