import type { GraphQLFieldConfig } from 'graphql'
import type { RootFieldName } from '../../model/model.js'

export type RootField = GraphQLFieldConfig<unknown, unknown>
export type RootEntry = [string, RootField]

/** A root field under its configured name. */
export function rootField(
  { name, comment }: RootFieldName,
  description: string,
  field: RootField,
): RootEntry {
  return [name, { description: (comment ?? description) || null, ...field }]
}
