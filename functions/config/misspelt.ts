import type { Values } from './normalise.js'

// Names that start like ours. GITHUB_ and HASURA_GRAPHQL_ alone would catch what CI and Hasura set for themselves.
const ours =
  /^(AUTH_|JWT_|ACTION_SECRET|EVENT_SECRET|ALLOWED_REDIRECT|ACCESS_TOKEN_|SESSION_(IDLE|MAX)|SIGN_UP|CUSTOM_CLAIM|PREVIEW_ORIGIN|GITHUB_(CLIENT|BASE(?!_REF)|SCOPE|ALLOWED|ROLE|WEBHOOK|ACTIONS_LOGIN))/
// Hasura's own, one letter from ours.
const others = new Set(['HASURA_GRAPHQL_JWT_SECRETS'])
const shortestGuess = 10
const maxTypingErrors = 2

/** Names every variable that looks like ours but is none: a misspelt name would silently turn a check off. */
export function unknownVariables(values: Values, known: ReadonlySet<string>): string[] {
  return Object.keys(values).flatMap((name) => {
    if (known.has(name) || others.has(name)) return []
    const meant = nearest(name, known)
    if (meant !== undefined) return [`${name} is not a variable of this project: ${meant} is meant`]
    return ours.test(name)
      ? [`${name} is not a variable of this project (misspelt, or of a later version?)`]
      : []
  })
}

function nearest(name: string, known: ReadonlySet<string>): string | undefined {
  const spelling = name.trim().toUpperCase().replace(/[-. ]/g, '_')
  if (known.has(spelling)) return spelling
  const joined = [...known].find((candidate) => withoutLines(candidate) === withoutLines(spelling))
  if (joined !== undefined) return joined
  if (spelling.length < shortestGuess) return undefined
  return [...known].find((candidate) => isNear(spelling, candidate))
}

function withoutLines(name: string): string {
  return name.replaceAll('_', '')
}

function isNear(a: string, b: string): boolean {
  return (
    Math.abs(a.length - b.length) <= maxTypingErrors && distance(a, b, maxTypingErrors) <= maxTypingErrors
  )
}

/**
 * How many letters were added, left out or changed (Levenshtein).
 *
 * @param limit where more than that are certain the count ends: a start compares every variable with every name
 */
function distance(a: string, b: string, limit: number): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [line, letter] of [...a].entries()) {
    const next = [line + 1]
    for (const [index, other] of [...b].entries()) {
      const changed = (row[index] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(changed, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1))
    }
    if (Math.min(...next) > limit) return Number.POSITIVE_INFINITY
    row = next
  }
  return row[b.length] ?? 0
}
