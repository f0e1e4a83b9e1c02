import * as z from 'zod'
import { publicText } from './public-text.js'

const minimumBytes = 32
// Random hex of this length has about 16 different characters; a repeated or typed word has far fewer.
const minimumDifferentCharacters = 10
// Long words anywhere, short ones only as a beginning: a random value must not contain one by chance.
const placeholder =
  /change.?me|placeholder|password|min.?length|^(your[-_ ]|example|todo|<|\.\.\.|(undefined|null)$)/i

/** The text of a variable: neither an empty one nor a placeholder is a value. */
export const filledTextShape = z
  .string()
  .min(1, { error: 'is empty', abort: true })
  .superRefine((value, context) => {
    const problem = publicText(value) ?? (placeholder.test(value) ? 'is a placeholder' : undefined)
    if (problem) context.addIssue({ code: 'custom', message: problem, continue: false })
  })

/** A value made by a random generator: at least 32 bytes' worth and no placeholder (RFC 8725 section 3.5). */
export const strongSecretShape = z.string().superRefine((value, context) => {
  const problem = weakness(value)
  if (problem) context.addIssue({ code: 'custom', message: problem })
})

/** Why a secret is weak, or undefined when it is not. Never repeats the value. */
export function weakness(value: string): string | undefined {
  if (value.trim() === '') return 'is empty'
  const known = publicText(value)
  if (known !== undefined) return known
  if (placeholder.test(value)) return 'is a placeholder'
  if (new Set(value).size < minimumDifferentCharacters) return 'is not random'
  if (estimatedBytes(value) < minimumBytes) return `has less than ${minimumBytes} random bytes`
  return undefined
}

/** How many random bytes the text can stand for, by the alphabet that it uses. */
function estimatedBytes(value: string): number {
  if (/^[0-9a-f]+$/i.test(value)) return Math.floor(value.length / 2)
  if (/^[\w+/=-]+$/.test(value)) return Math.floor((value.replace(/=+$/, '').length * 3) / 4)
  return new TextEncoder().encode(value).length
}
