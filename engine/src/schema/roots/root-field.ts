import type { RootFieldName } from '../../model/model.js'
import type { Field } from '../output/field.js'

export type FieldEntry<Plan> = [string, Field<Plan>]

/** A root field under its configured name. */
export function rootField<Plan>(
  { name, comment }: RootFieldName,
  description: string,
  field: Field<Plan>,
): FieldEntry<Plan> {
  return [name, { ...field, description: (comment ?? description) || null }]
}
