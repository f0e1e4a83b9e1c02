import type { NamingConvention } from '../metadata/schemas/naming-convention.js'

/**
 * How names are written that the engine makes itself; what a project names stays as it is.
 *
 * @see Hasura.RQL.Types.SourceCustomization, Data.Text.Casing
 */
export interface Naming {
  /** A field or an argument: `order_by` or `orderBy`. */
  field: (words: string) => string
  /** A type: `order_by` or `OrderBy`. */
  type: (words: string) => string
  enumValue: (value: string) => string
  /** A name that starts as the first is written: `insert_t` or `insertT`. */
  join: (first: string, second: string) => string
}

const same = (name: string) => name

const NAMINGS: Readonly<Record<NamingConvention, Naming>> = {
  'hasura-default': {
    field: same,
    type: same,
    enumValue: same,
    join: (first, second) => `${first}_${second}`,
  },
  'graphql-default': {
    field: (words) => changeFirst(wordsOf(words).reduce(camelJoin), 'toLowerCase'),
    type: (words) => changeFirst(wordsOf(words).reduce(camelJoin), 'toUpperCase'),
    enumValue: (value) => value.toUpperCase(),
    join: camelJoin,
  },
}

export function namingOf(convention: NamingConvention): Naming {
  return NAMINGS[convention]
}

function camelJoin(first: string, second: string): string {
  return first + changeFirst(second, 'toUpperCase')
}

function changeFirst(name: string, change: 'toLowerCase' | 'toUpperCase'): string {
  return name.charAt(0)[change]() + name.slice(1)
}

/** An underscore at the beginning belongs to the first word. */
function wordsOf(name: string): string[] {
  return name.split(/(?!^)_/)
}
