import fc from 'fast-check'

/** The same inputs on every run: a failure can be repeated, and nothing turns red by chance. */
export const someRuns = { seed: 20_261_123, numRuns: 300 }
export const fewRuns = { ...someRuns, numRuns: 100 }

/** Any text: printable, with every kind of Unicode, with control characters and halves of pairs. */
export const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: fc.integer({ max: 0xffff }).map((code) => String.fromCharCode(code)), maxLength: 50 }),
  fc.constantFrom(
    '',
    ' ',
    '%',
    '%00',
    '..',
    '\u0000',
    '\r\n',
    '__proto__',
    'constructor',
    'null',
    'undefined',
  ),
)

/** What a header can carry: one byte a character, without line ends. */
export const headerText = fc.string({
  unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code === 0x7f ? 0x20 : code)),
  maxLength: 300,
})

/** A text with one piece cut out, doubled, or replaced. */
export function damaged(text: string): fc.Arbitrary<string> {
  const position = fc.nat({ max: text.length })
  return fc
    .tuple(position, position, anyText)
    .map(([a, b, piece]) => text.slice(0, Math.min(a, b)) + piece + text.slice(Math.max(a, b)))
    .filter((result) => result !== text)
}
