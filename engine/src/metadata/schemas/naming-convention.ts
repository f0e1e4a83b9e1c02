export const NAMING_CONVENTIONS = ['hasura-default', 'graphql-default'] as const

export type NamingConvention = (typeof NAMING_CONVENTIONS)[number]

/** What Hasura says to any other. */
export const UNKNOWN_CONVENTION = 'naming_convention can either be "hasura-default" or "graphql-default"'
