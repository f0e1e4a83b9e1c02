import { HasuraError } from '../../errors.js'

/** A request that does not fit the schema of its role. */
export function validationError(path: string, message: string): HasuraError {
  return new HasuraError('validation-failed', message, { path })
}

/** A value whose kind is right but which cannot be read. */
export function parseError(path: string, message: string): HasuraError {
  return new HasuraError('parse-failed', message, { path })
}

/** The path one key further: `$.selectionSet` and `users` make `$.selectionSet.users`. */
export function pathTo(path: string, key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? `${path}.${key}` : `${path}["${key}"]`
}

/** A list of names in the way of Hasura's messages: `['a', 'b']`. */
export function quoteNames(names: readonly string[]): string {
  return `[${names.map((name) => `'${name}'`).join(', ')}]`
}

/** The names that a list has more than once, in the order of their second time. */
export function repeatedNames(names: readonly string[]): string[] {
  const seen = new Set<string>()
  const isRepeated = (name: string) => seen.size === seen.add(name).size
  return [...new Set(names.filter(isRepeated))]
}
