import { Kind, parseType, type TypeNode } from 'graphql'
import type { Metadata } from '../metadata/metadata.js'
import type { CustomObjectMetadata } from '../metadata/schemas/custom-types.js'
import type { InconsistencyCollector } from '../model/inconsistency-collector.js'
import { POSTGRES_SCALARS, scalarName } from '../model/scalar-names.js'
import type { Catalogue } from '../pg-catalogue/catalogue.js'
import { baseName, checkAction } from './check-action.js'

/** How every message about custom types begins. */
export const FAILED_BECAUSE = 'validation for the given custom types failed because'

const BUILT_IN = ['Int', 'Float', 'String', 'Boolean', 'ID']

/** Lists the actions and custom types that name types which do not exist, or which do not fit their place. */
export function checkCustomTypes(
  metadata: Metadata,
  catalogue: Catalogue,
  collector: InconsistencyCollector,
): void {
  const leaves = leafNames(metadata, catalogue)
  const inputs = new Set([...leaves, ...metadata.custom_types.input_objects.map(({ name }) => name)])
  const outputs = new Set([...leaves, ...metadata.custom_types.objects.map(({ name }) => name)])
  for (const [index, object] of metadata.custom_types.input_objects.entries()) {
    const path = ['custom_types', 'input_objects', index]
    checkFields({ kind: 'input object', path, object }, inputs, collector)
  }
  for (const [index, object] of metadata.custom_types.objects.entries()) {
    const path = ['custom_types', 'objects', index]
    checkFields({ kind: 'object', path, object }, outputs, collector)
    checkRelationships(object, path, collector)
  }
  for (const [index, action] of metadata.actions.entries()) {
    const { name, definition } = action
    const subject = {
      path: ['actions', index],
      type: 'action',
      name,
      definition: { name, definition },
      context: `in action "${name}"; `,
    }
    collector.attempt(subject, () =>
      checkAction(action, { inputs, outputs, objects: metadata.custom_types.objects }),
    )
  }
}

function leafNames({ custom_types: types }: Metadata, catalogue: Catalogue): string[] {
  const columns = [...catalogue.tables.values()].flatMap((table) => table.columns)
  return [
    ...BUILT_IN,
    ...POSTGRES_SCALARS,
    ...types.scalars.map(({ name }) => name),
    ...types.enums.map(({ name }) => name),
    ...columns.flatMap(({ type }) => scalarName(type) ?? []),
  ]
}

interface TypeWithFields {
  kind: string
  path: readonly (string | number)[]
  object: { name: string; fields: readonly { name: string; type: string; arguments?: unknown }[] }
}

function checkFields(
  { kind, path, object }: TypeWithFields,
  known: ReadonlySet<string>,
  collector: InconsistencyCollector,
): void {
  for (const [index, field] of object.fields.entries()) {
    const base = baseName(field.type)
    collector.attempt(customTypes([...path, 'fields', index], object), () => {
      if (field.arguments !== null && field.arguments !== undefined)
        throw new Error(`${FAILED_BECAUSE} the object "${object.name}" can't have arguments`)
      if (known.has(base)) return
      throw new Error(
        // The two spaces are Hasura's.
        `${FAILED_BECAUSE} the type "${base}" for field "${field.name}" in  ${kind} type "${object.name}" does not exist`,
      )
    })
  }
}

/** A relationship is found by values, so the fields that it starts from cannot be lists. */
function checkRelationships(
  object: CustomObjectMetadata,
  path: readonly (string | number)[],
  collector: InconsistencyCollector,
): void {
  for (const [index, { name, field_mapping: mapping }] of (object.relationships ?? []).entries()) {
    const list = object.fields.find(
      (field) => Object.hasOwn(mapping, field.name) && isList(parseType(field.type)),
    )
    collector.attempt(customTypes([...path, 'relationships', index], object), () => {
      if (!list) return
      throw new Error(
        `${FAILED_BECAUSE} the type of the field "${list.name}" for relationship "${name}" in object type "${object.name}" is a list type`,
      )
    })
  }
}

function customTypes(path: readonly (string | number)[], definition: unknown) {
  return { path, type: 'custom_types', name: 'custom_types', definition }
}

function isList(type: TypeNode): boolean {
  return type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && isList(type.type))
}
