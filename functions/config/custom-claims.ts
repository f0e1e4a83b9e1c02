import { type DefinitionNode, type FragmentDefinitionNode, Kind, parse, visit } from 'graphql'
import * as z from 'zod'
import { jsonOf } from './json.js'

export interface ClaimRule {
  name: string
  /** Keys from the user's row to the value; a key with `each` goes through a list. */
  path: { key: string; each: boolean }[]
  as: 'text' | 'array'
  default?: string
}

/** A fragment on `users` that is read together with the person, and the claims that are made of it. */
export interface CustomClaims {
  fragment: string
  fragmentName: string
  rules: ClaimRule[]
}

// Hasura compares names without regard to case. These decide who somebody is and what they may do.
const reserved = new Set([
  'x-hasura-access-key',
  'x-hasura-admin-secret',
  'x-hasura-allowed-roles',
  'x-hasura-default-role',
  'x-hasura-role',
  'x-hasura-session-id',
  'x-hasura-use-backend-only-permissions',
  'x-hasura-user-id',
])

export const claimNameShape = z
  .string()
  .toLowerCase()
  .regex(/^x-hasura-[a-z\d-]+$/, 'a claim is named x-hasura-…')
  .refine((name) => !reserved.has(name), 'this claim is reserved')

const pathShape = z
  .string()
  .regex(/^\w+(\[\])?(\.\w+(\[\])?)*$/, 'a path is like plan or memberships[].org.id')

const claimShape = z.strictObject({
  path: pathShape.transform((text) =>
    text.split('.').map((part) => ({ key: part.replace('[]', ''), each: part.endsWith('[]') })),
  ),
  as: z.enum(['text', 'array']).default('text'),
  default: z.string().optional(),
})

const claimsShape = z.strictObject({ fragment: z.string(), claims: z.record(z.string(), claimShape) })

/**
 * `CUSTOM_CLAIMS`: `{"fragment": "fragment Claims on users { plan }", "claims": {"x-hasura-plan": {"path": "plan"}}}`.
 *
 * A fragment rather than a query of its own, so that claims cost no further round trip and never disagree with the
 * roles that are read with them.
 */
export const customClaimsShape = jsonOf(claimsShape).transform((value, context): CustomClaims => {
  const fragment = fragmentOnUsers(value.fragment)
  const names = z.array(claimNameShape).safeParse(Object.keys(value.claims))
  const problem = (message: string) => {
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  }
  if (!fragment) return problem('needs exactly one fragment on users')
  if (needsOthers(fragment))
    return problem('has a fragment with a variable or another fragment in it, which nothing defines')
  if (!names.success) return problem(`claims: ${names.error.issues[0]?.message}`)
  if (new Set(names.data).size !== names.data.length) return problem('claims: one name is given twice')
  const rules = toRules(names.data, value.claims)
  return { fragment: value.fragment, fragmentName: fragment.name.value, rules }
})

function toRules(names: string[], claims: z.output<typeof claimsShape>['claims']): ClaimRule[] {
  return Object.values(claims).map(({ path: keys, as, default: fallback }, index) => ({
    name: names[index] ?? '',
    path: keys,
    as,
    ...(fallback !== undefined && { default: fallback }),
  }))
}

/** Whether a fragment leans on what stands outside of it. */
function needsOthers(fragment: FragmentDefinitionNode): boolean {
  let found = false
  const leave = () => {
    found = true
  }
  visit(fragment, { Variable: leave, FragmentSpread: leave })
  return found
}

function fragmentOnUsers(text: string): FragmentDefinitionNode | undefined {
  const [definition, ...more] = definitionsOf(text)
  if (more.length > 0 || definition?.kind !== Kind.FRAGMENT_DEFINITION) return undefined
  return definition.typeCondition.name.value === 'users' ? definition : undefined
}

function definitionsOf(text: string): readonly DefinitionNode[] {
  try {
    return parse(text).definitions
  } catch {
    return []
  }
}
