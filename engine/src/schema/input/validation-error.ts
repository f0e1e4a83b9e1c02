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
