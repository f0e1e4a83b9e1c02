import { variableKinds } from './variable-kinds.js'

/** Variables by name; all that the configuration is made of. */
export type Values = Readonly<Record<string, string>>

/** Every value that is there, without the white space and line ends around it: what `echo … | vercel env add` leaves. */
export function normaliseValues(env: Readonly<Record<string, string | undefined>>): Values {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value.trim()]])),
  )
}

const quoted = /^(?:".*"|'.*'|`.*`|“.*”|‘.*’)$/s
const oneQuote = /^["'`“‘]|["'`”’]$/
// Zero-width and other characters that nobody sees count as control characters, too.
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u
const writtenLineEnd = /\\[rn]$/
const wholeLine = /^(?:export\s+)?[A-Z]{2,}(?:_[A-Z]{2,})+=/

/** Why a normalised value cannot be what was meant, whatever it is for; undefined when it can. Never repeats it. */
export function malformed(name: keyof typeof variableKinds, values: Values): string | undefined {
  const value = values[name] ?? ''
  const kind = variableKinds[name]
  if (quoted.test(value) && !isFormerSecret(name, values)) return `is in quotes: ${cure(name)}`
  if (wholeLine.test(value) && !isFormerSecret(name, values))
    return `begins with a name and "=": ${cure(name)}`
  if (oneQuote.test(value) && !isFormerSecret(name, values)) return `has a quote at one end: ${cure(name)}`
  if (unseen.test(kind === 'line' ? value : value.replace(/[\r\n\t]/g, ''))) return unseenProblem
  if (kind !== 'document' && writtenLineEnd.test(value))
    return 'ends in \\n or \\r, written out: take it away'
  return undefined
}

const unseenProblem = 'holds a line break or another character that cannot be seen: type or paste it anew'

/** A secret as it stood in quotes or behind its name, which are gone from it now: what it made is still in use. */
function isFormerSecret(name: string, values: Values): boolean {
  const currentName = name.replace(/_PREVIOUS$/, '')
  const [former, current] = [values[name], values[currentName]]
  if (currentName === name || former === undefined || current === undefined) return false
  return (
    former.replace(oneQuote, '').replace(oneQuote, '') === current || former === `${currentName}=${current}`
  )
}

function cure(name: string): string {
  if (name !== 'AUTH_SECRET') return 'take them away'
  return 'take them away (if they were in use, set AUTH_SECRET_PREVIOUS to the value with them: nobody is signed out)'
}
