/** The aggregates that conditions can be about: what they take, and the type of Postgres that they give. */
export const PREDICATE_FUNCTIONS = {
  count: { takes: 'columns', of: null, gives: 'int4' },
  bool_and: { takes: 'column', of: 'bool', gives: 'bool' },
  bool_or: { takes: 'column', of: 'bool', gives: 'bool' },
  avg: { takes: 'column', of: 'float8', gives: 'float8' },
  max: { takes: 'column', of: 'float8', gives: 'float8' },
  min: { takes: 'column', of: 'float8', gives: 'float8' },
  sum: { takes: 'column', of: 'float8', gives: 'float8' },
  stddev_samp: { takes: 'column', of: 'float8', gives: 'float8' },
  var_samp: { takes: 'column', of: 'float8', gives: 'float8' },
  corr: { takes: 'pair', of: 'float8', gives: 'float8' },
  covar_samp: { takes: 'pair', of: 'float8', gives: 'float8' },
} as const

export type PredicateFunction = keyof typeof PREDICATE_FUNCTIONS

export function isPredicateFunction(name: string): name is PredicateFunction {
  return Object.hasOwn(PREDICATE_FUNCTIONS, name)
}

/** The names of the two arguments of a function over pairs. */
export const PAIR = ['X', 'Y'] as const
