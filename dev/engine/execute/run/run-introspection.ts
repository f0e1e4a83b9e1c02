import { type DocumentNode, execute, type FieldNode, Kind, OperationTypeNode } from 'graphql'
import type { JsonObject } from '../../json/json.js'
import type { RoleSchema } from '../../schema/build-role-schema.js'
import type { IntrospectionPlan } from '../../schema/selected-field.js'

/** Answers `__schema` or `__type` from the role's schema, everything in the order of its name. */
export async function runIntrospection(
  schema: RoleSchema,
  { collected }: IntrospectionPlan,
  document: DocumentNode,
  variables: JsonObject,
): Promise<string> {
  const { alias: _, ...field } = collected.node
  const node: FieldNode = {
    ...field,
    selectionSet: { kind: Kind.SELECTION_SET, selections: collected.selections },
  }
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  const result = await execute({
    schema: schema.sorted(),
    variableValues: variables,
    document: {
      kind: Kind.DOCUMENT,
      definitions: [
        {
          kind: Kind.OPERATION_DEFINITION,
          operation: OperationTypeNode.QUERY,
          ...(operation?.variableDefinitions && { variableDefinitions: operation.variableDefinitions }),
          selectionSet: { kind: Kind.SELECTION_SET, selections: [node] },
        },
        ...document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION),
      ],
    },
  })
  const [error] = result.errors ?? []
  if (error) throw error
  return JSON.stringify(result.data?.[collected.node.name.value] ?? null)
}
