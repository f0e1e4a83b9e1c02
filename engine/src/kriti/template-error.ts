/** A Kriti template that cannot be read, or that asks for what is not there. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError'
}
