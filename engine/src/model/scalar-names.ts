import type { CatalogueType } from '../pg-catalogue/catalogue.js'

/** The Postgres types that have a GraphQL name other than their own. */
const GRAPHQL_NAMES: Readonly<Record<string, string>> = {
  int4: 'Int',
  int2: 'smallint',
  int8: 'bigint',
  float4: 'Float',
  bool: 'Boolean',
  text: 'String',
  varchar: 'String',
}

const VALID_NAME = /^[_A-Za-z][_0-9A-Za-z]*$/

export function isGraphqlName(name: string): boolean {
  return VALID_NAME.test(name)
}

/** The GraphQL scalar of a Postgres type, or of its elements; null where no legal name can be made of it. */
export function scalarName({ scalar, kind }: CatalogueType): string | null {
  // A row type would otherwise share its name with the object type of its table.
  const name = kind === 'c' ? `${scalar}_scalar` : (GRAPHQL_NAMES[scalar] ?? scalar)
  return isGraphqlName(name) ? name : null
}

/** GraphQL names of Postgres' own types (and of the best known extensions), whether or not some column has them. */
export const POSTGRES_SCALARS: readonly string[] = `
  smallint bigint float8 numeric money bpchar char citext name date timestamp timestamptz time timetz interval
  json jsonb uuid bytea inet cidr macaddr macaddr8 xml oid bit varbit tsvector tsquery point line lseg box path
  polygon circle int4range int8range numrange tsrange tstzrange daterange ltree lquery ltxtquery geometry geography
  raster`
  .trim()
  .split(/\s+/)
