import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql'
import type { IntrospectionPlan } from '../../schema/plans.js'
import { validationError } from '../../schema/input/validation-error.js'

/** What tools ask of some 300 tables; the answer is made in one go, while others wait. */
const MAX_VALUES = 2_000_000
/** Whoever may know everything may also wait longer; without an admin secret that is everybody. */
const MAX_VALUES_OF_ADMIN = 6_000_000

/**
 * Answers `__schema` or `__type` from the role's schema, everything in the order of its name.
 *
 * Types lead to each other in circles, so a short request can ask for more than fits anywhere.
 *
 * @throws HasuraError in words of our own: Hasura would go on
 * @returns JSON text
 */
export function runIntrospection(schema: GraphQLSchema, plan: IntrospectionPlan, isAdmin: boolean): string {
  // What graphql-js's own fields look at besides their source and arguments is the schema alone.
  const info = { schema } as GraphQLResolveInfo
  const bound = isAdmin ? MAX_VALUES_OF_ADMIN : MAX_VALUES
  let left = bound

  function answer({ definition, args, selection }: IntrospectionPlan, source: unknown): string {
    const value: unknown = definition.resolve?.(source, args, undefined, info)
    return write(value, selection)
  }

  function write(value: unknown, selection: IntrospectionPlan['selection']): string {
    left -= 1
    if (left < 0) throw validationError('$', `the answer is too large: more than ${bound} values`)
    if (Array.isArray(value)) return `[${value.map((item) => write(item, selection)).join(',')}]`
    if (selection === null || value === null || value === undefined) return JSON.stringify(value ?? null)
    const entries = selection.map((field) => {
      const json = 'plan' in field ? answer(field.plan, value) : JSON.stringify(field.typeName)
      return `${JSON.stringify(field.key)}:${json}`
    })
    return `{${entries.join(',')}}`
  }

  return answer(plan, undefined)
}
