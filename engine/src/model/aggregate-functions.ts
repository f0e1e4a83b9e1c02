/** The aggregates over columns, in Hasura's order; `count` stands apart, as it takes arguments. */
export const AGGREGATE_FUNCTIONS = [
  'sum',
  'avg',
  'max',
  'min',
  'stddev',
  'stddev_pop',
  'stddev_samp',
  'var_pop',
  'var_samp',
  'variance',
] as const

export type AggregateFunction = (typeof AGGREGATE_FUNCTIONS)[number]
