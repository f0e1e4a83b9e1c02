import { execute, type FieldNode, Kind, type OperationDefinitionNode, OperationTypeNode } from 'graphql'
import type { IntrospectionPlan } from '../../schema/plans.js'
import type { AnsweredRequest } from '../prepare-request.js'
import { usedVariables } from '../request/used-variables.js'
import { fragmentsOf } from '../validate/check-fragments.js'

/** Answers `__schema` or `__type` from the role's schema, everything in the order of its name. */
export async function runIntrospection(
  { schema, operation, document, variables }: AnsweredRequest,
  { collected }: IntrospectionPlan,
): Promise<string> {
  const { alias: _, ...field } = collected.node
  const node: FieldNode = {
    ...field,
    selectionSet: { kind: Kind.SELECTION_SET, selections: collected.selections },
  }
  const alone: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: OperationTypeNode.QUERY,
    selectionSet: { kind: Kind.SELECTION_SET, selections: [node] },
  }
  const used = usedVariables(alone, fragmentsOf(document))
  const variableDefinitions = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    used.includes(variable.name.value),
  )
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
  const result = await execute({
    schema: schema.sorted(),
    variableValues: variables,
    document: { kind: Kind.DOCUMENT, definitions: [{ ...alone, variableDefinitions }, ...fragments] },
  })
  const [error] = result.errors ?? []
  if (error) throw error
  return JSON.stringify(result.data?.[collected.node.name.value] ?? null)
}
