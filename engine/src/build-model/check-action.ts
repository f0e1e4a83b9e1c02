import type { ActionMetadata } from '../metadata/schemas/action.js'
import type { CustomObjectMetadata } from '../metadata/schemas/custom-types.js'

/** The names that types may have at the places of an action. */
interface KnownTypes {
  inputs: ReadonlySet<string>
  outputs: ReadonlySet<string>
  objects: readonly CustomObjectMetadata[]
}

/** @throws Error in Hasura's words when the action's types do not exist or do not fit their place */
export function checkAction({ definition }: ActionMetadata, { inputs, outputs, objects }: KnownTypes): void {
  const unknown = definition.arguments.map(({ type }) => baseName(type)).find((name) => !inputs.has(name))
  if (unknown !== undefined) {
    throw new Error(
      `the type: "${unknown}" is not defined in custom types or it is not a scalar/enum/input_object`,
    )
  }
  const output = baseName(definition.output_type)
  if (!outputs.has(output))
    throw new Error(`the type: "${output}" is not an object or scalar type defined in custom types`)
  const object = objects.find(({ name }) => name === output)
  if (object) checkRelationships(object, objects, definition.kind === 'asynchronous')
}

/**
 * A relationship starts from plain fields of the output. The answer of an asynchronous action is joined in SQL, where
 * such an output may hold no objects at all.
 */
function checkRelationships(
  { fields, relationships }: CustomObjectMetadata,
  objects: readonly CustomObjectMetadata[],
  isAsynchronous: boolean,
): void {
  if (!relationships?.length) return
  const nested = fields
    .filter(({ type }) => objects.some(({ name }) => name === baseName(type)))
    .map(({ name }) => name)
  if (isAsynchronous) {
    if (nested.length > 0)
      throw new Error(`Async action relations cannot be used with object fields: ${quoted(nested)}`)
    return
  }
  const misplaced = relationships
    .filter(({ field_mapping: mapping }) => Object.keys(mapping).some((field) => nested.includes(field)))
    .map(({ name }) => name)
  if (misplaced.length > 0)
    throw new Error(`Relationships cannot be defined with nested object fields: ${quoted(misplaced)}`)
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ')
}

/** A type's name without the signs for lists and non-null. */
export function baseName(type: string): string {
  return type.replace(/[[\]!\s]/g, '')
}
