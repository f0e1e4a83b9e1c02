import type { Refusal } from './send.js'

/**
 * The wanted roles that the database does not have, by how Hasura refuses them: it lists those that there are.
 *
 * @returns all that are wanted, where the refusal says something else
 */
export function missingRoles({ message }: Refusal, wanted: readonly string[]): readonly string[] {
  const [, list] = /^expected one of the values \[(.*)\] for type 'roles_enum'/.exec(message) ?? []
  const known: readonly string[] = list?.match(/\w+/g) ?? []
  return wanted.filter((role) => !known.includes(role))
}
