interface Others {
  functions?: unknown[] | undefined
  customization?: object
  [part: string]: unknown
}

/** Metadata of one Postgres database with these tables, as a metadata API takes it. */
export function oneSource(
  tables: unknown[],
  { functions = [], customization = {}, ...rest }: Others = {},
): object {
  const configuration = { connection_info: { database_url: 'unused' } }
  const source = { name: 'default', kind: 'postgres', configuration, tables, functions, customization }
  return { version: 3, sources: [source], ...rest }
}
