import {
  Kind,
  type OperationDefinitionNode,
  print,
  type TypeNode,
  type ValueNode,
  type VariableDefinitionNode,
} from 'graphql'
import { HasuraError } from '../../errors.js'
import type { JsonObject } from '../../json/json.js'
import { LateVariable } from '../../late/late-variable.js'
import type { Given, Variable, Variables } from '../../schema/input/given.js'
import { repeatedNames } from '../../schema/input/validation-error.js'

/**
 * Pairs the declared variables with the values sent. Their types are checked where they are used, as Hasura
 * does: a variable that no field uses may be of any type, but then no value may be sent for it.
 *
 * @param used the names of the variables that the operation uses, in their order
 * @param late the names of those whose values come later
 */
export function resolveVariables(
  operation: OperationDefinitionNode,
  values: JsonObject,
  used: ReadonlySet<string>,
  late: ReadonlySet<string>,
): Variables {
  const definitions = operation.variableDefinitions ?? []
  const variables = new Map(definitions.map((definition) => readDefinition(definition, values, late)))
  const [repeated] = repeatedNames(definitions.map(({ variable }) => variable.name.value))
  if (repeated !== undefined) {
    throw new HasuraError('parse-failed', `multiple definitions for variable "${repeated}"`)
  }
  const unbound = [...used].find((name) => !variables.has(name))
  if (unbound !== undefined) throw new HasuraError('validation-failed', `unbound variable "${unbound}"`)
  const unexpected = Object.keys(values).filter((name) => !used.has(name))
  if (unexpected.length > 0) {
    throw new HasuraError(
      'validation-failed',
      `unexpected variables in variableValues: ${unexpected.join(', ')}`,
    )
  }
  return variables
}

function readDefinition(
  { variable, type, defaultValue }: VariableDefinitionNode,
  values: JsonObject,
  late: ReadonlySet<string>,
): [string, Variable] {
  const name = variable.name.value
  const given = late.has(name) ? new LateVariable(name) : resolve(name, type, defaultValue, values)
  const hasDefault = defaultValue !== undefined && defaultValue.kind !== Kind.NULL
  return [name, { name, type, given, hasDefault }]
}

function resolve(
  name: string,
  type: TypeNode,
  defaultValue: ValueNode | undefined,
  values: JsonObject,
): Given {
  const value = values[name]
  const isRequired = type.kind === Kind.NON_NULL_TYPE
  if (value === undefined) {
    if (defaultValue) return { kind: 'literal', node: defaultValue }
    if (!isRequired) return { kind: 'json', value: null }
    throw new HasuraError('validation-failed', `expecting a value for non-nullable variable: "${name}"`)
  }
  if (value === null && isRequired && !defaultValue) {
    throw new HasuraError('validation-failed', `null value found for non-nullable type: "${print(type)}"`)
  }
  return { kind: 'json', value }
}
