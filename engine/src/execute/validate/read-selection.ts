import type { SelectionNode } from 'graphql'
import type { Given, GivenFields } from '../../schema/input/given.js'
import { givenToJson } from '../../schema/input/given-to-json.js'
import { pathTo, validationError } from '../../schema/input/validation-error.js'
import type { CollectedField, Field, FieldReading } from '../../schema/output/field.js'
import type { Output } from '../../schema/output/output.js'
import type { Selected, Selection } from '../../schema/output/selection.js'
import { collectFields, type ReadContext } from './collect-fields.js'

/**
 * Reads a selection set against its type.
 *
 * Works through fields in the order of the document, each with its arguments before its own selections, so
 * that of several mistakes the one that Hasura names is named.
 */
export function readSelection<Plan>(
  selections: readonly SelectionNode[],
  output: Output<Plan>,
  path: string,
  context: ReadContext,
): Selection<Plan> {
  const here = `${path}.selectionSet`
  const { name } = output.type
  if (selections.length === 0) throw validationError(here, `missing selection set for '${name}'`)
  return collectFields(selections, name, here, context).map((collected) =>
    readField(collected, output, here, context),
  )
}

function readField<Plan>(
  collected: CollectedField,
  { type, fields }: Output<Plan>,
  here: string,
  context: ReadContext,
): Selected<Plan> {
  const { key, node, selections } = collected
  const name = node.name.value
  if (name === '__typename') return { key, typeName: type.name }
  const path = pathTo(here, name)
  const field = fields().get(name)
  if (!field) throw validationError(path, `field '${name}' not found in type: '${type.name}'`)
  if (field.isLeaf && selections.length > 0) {
    throw validationError(path, 'unexpected subselection set for non-object field')
  }
  return { key, plan: field.read(fieldReading(collected, field, path, context)) }
}

function fieldReading(
  collected: CollectedField,
  field: Field<unknown>,
  path: string,
  context: ReadContext,
): FieldReading {
  const { variables } = context
  const given = givenArguments(collected)
  return {
    path,
    collected,
    arguments: (slots) => {
      refuseUnknown(collected, field, given, path)
      return slots.read(given, { path: `${path}.args`, variables })
    },
    given: () => Object.fromEntries([...given].map(([name, one]) => [name, givenToJson(one, variables)])),
    select: (output) => readSelection(collected.selections, output, path, context),
  }
}

function givenArguments({ node }: CollectedField): GivenFields {
  return new Map(
    (node.arguments ?? []).map(({ name, value }): [string, Given] => [
      name.value,
      { kind: 'literal', node: value },
    ]),
  )
}

function refuseUnknown(
  { node }: CollectedField,
  { slots }: Field<unknown>,
  given: GivenFields,
  path: string,
): void {
  for (const name of given.keys()) {
    if (!slots.byName.has(name)) {
      throw validationError(path, `'${node.name.value}' has no argument named '${name}'`)
    }
  }
}
