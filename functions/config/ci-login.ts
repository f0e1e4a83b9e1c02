import * as z from 'zod'
import { claimNameShape } from './custom-claims.js'
import { grantableRoleShape } from './grantable-role.js'
import { jsonOf } from './json.js'
import { trustedAddressShape } from './url.js'

const claimsShape = z
  .record(z.string(), z.string().min(1).max(256))
  .refine(
    (given) => Object.keys(given).every((name) => claimNameShape.safeParse(name).success),
    'a claim name is not allowed',
  )
  .refine(
    (given) =>
      new Set(Object.keys(given).map((name) => name.toLowerCase())).size === Object.keys(given).length,
    'one claim is given twice',
  )
  .transform((given) =>
    Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value])),
  )

const ruleShape = z.strictObject({
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'must be "owner/name"'),
  /** Survives a rename, and a stranger who takes the old name does not have it. */
  repositoryId: z.string().regex(/^\d+$/).optional(),
  /** For example `refs/heads/main`, or `refs/tags/*` with a star at the end. */
  ref: z.string().regex(/^refs\/[^*]+\*?$/, 'must begin with refs/'),
  environment: z.string().min(1).optional(),
  events: z.array(z.string()).min(1).default(['push', 'schedule', 'workflow_dispatch', 'release']),
  role: grantableRoleShape,
  claims: claimsShape.default({}),
})

/** Which workflows get which role. */
export type CiRule = z.output<typeof ruleShape>

const loginShape = z.strictObject({
  issuer: trustedAddressShape.default('https://token.actions.githubusercontent.com'),
  audience: z.string().min(1),
  /** By a clock a minute ahead of ours the shortest one lives for a minute. */
  seconds: z.int().min(120).max(3600).default(300),
  rules: z.array(ruleShape).min(1),
})

export type CiLogin = z.output<typeof loginShape>

/** `GITHUB_ACTIONS_LOGIN`: `{"audience": "hasura", "rules": [{"repository": "acme/app", "ref": "refs/heads/main", "role": "deployer"}]}`. */
export const ciLoginShape = jsonOf(loginShape)
