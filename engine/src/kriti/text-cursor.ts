import { TemplateError } from './template-error.js'

/** A place in a template that moves forward while it is read. */
export class TextCursor {
  readonly #text: string
  #position = 0

  constructor(text: string) {
    this.#text = text
  }

  get isAtEnd(): boolean {
    return this.#position >= this.#text.length
  }

  skipSpace(): void {
    this.match(/\s*/y)
  }

  /** Takes what the sticky pattern matches here. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position
    const found = pattern.exec(this.#text)?.[0]
    if (found !== undefined) this.#position += found.length
    return found
  }

  /** After any space: takes the text if it is next. */
  take(expected: string): boolean {
    this.skipSpace()
    if (!this.#text.startsWith(expected, this.#position)) return false
    this.#position += expected.length
    return true
  }

  /** After any space: is the text next? */
  isNext(expected: string): boolean {
    this.skipSpace()
    return this.#text.startsWith(expected, this.#position)
  }

  /** After any space: takes the word if it is next as a whole. */
  takeWord(word: string): boolean {
    this.skipSpace()
    return this.match(new RegExp(`${word}(?![A-Za-z0-9_])`, 'y')) !== undefined
  }

  /** Like `takeWord` behind a `{{`; takes nothing when another word follows. */
  takeBlock(word: string): boolean {
    this.skipSpace()
    return this.match(new RegExp(`\\{\\{\\s*${word}(?![A-Za-z0-9_])`, 'y')) !== undefined
  }

  expect(expected: string): void {
    if (!this.take(expected)) throw this.error(`expected ${expected}`)
  }

  error(message: string): TemplateError {
    const line = this.#text.slice(0, this.#position).split('\n').length
    return new TemplateError(`line ${line}: ${message}`)
  }
}
