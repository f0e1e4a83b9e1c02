import type { Operation } from '../../../functions/hasura/operation.js'
import type { Person } from './person.js'

/** An operation of the functions as it is measured. */
export interface MeasuredOperation {
  name: string
  document: string
  variables(person: Person): object
  /** A statement that makes the person ready for it; no trigger acts on it. */
  prepare?(person: Person): string
}

/** Keeps the variables of an operation to its type. */
export function measured<Variables extends object>(
  name: string,
  { document }: Operation<Variables, unknown>,
  variables: (person: Person) => Variables,
  prepare?: MeasuredOperation['prepare'],
): MeasuredOperation {
  return { name, document, variables, ...(prepare && { prepare }) }
}
