import type { Metadata } from '../metadata/metadata.js'
import { InconsistencyCollector } from '../model/inconsistency-collector.js'
import type { Model, TableModel } from '../model/model.js'
import type { Naming } from '../model/naming.js'
import type { TrackedTable } from '../model/tracked-table.js'
import { inheritanceConflicts } from '../permissions/inheritance-conflicts.js'
import { parsePermissions } from '../permissions/parse-permissions.js'
import { type Catalogue, nameKey, showName } from '../pg-catalogue/catalogue.js'
import type { EnumValue } from '../pg-catalogue/read-enum-values.js'
import { addComputedFields, addRelationships } from './add-table-fields.js'
import type { BuildContext } from './build-context.js'
import { buildFunctions } from './build-functions.js'
import { buildOutputRelationships } from './build-output-relationships.js'
import { buildTable, linkEnumColumns } from './build-table.js'
import { checkCustomTypes } from './check-custom-types.js'
import { claimActions } from './claim-actions.js'
import { RootFieldClaims } from './root-field-claims.js'

/**
 * Joins metadata and catalogue. What does not fit is left out and listed in `inconsistencies`, as Hasura
 * does; whoever starts the engine decides whether that is acceptable.
 *
 * @param enumValues the rows of the enum tables, by table key
 * @param naming how the names are written that the project does not give itself
 */
export function buildModel(
  metadata: Metadata,
  catalogue: Catalogue,
  enumValues: ReadonlyMap<string, readonly EnumValue[]>,
  naming: Naming,
): Model {
  const collector = new InconsistencyCollector()
  const claims = new RootFieldClaims()
  const sources = { metadata, catalogue, naming, claims, collector }
  const tracked = buildTables(sources, enumValues)
  const tables = new Map(tracked.map(({ model }) => [model.key, model]))
  const context: BuildContext = { ...sources, tables }
  for (const { model } of tracked) linkEnumColumns(model, context)
  for (const table of tracked) addRelationships(table, context)
  for (const table of tracked) addComputedFields(table, context)
  for (const table of tracked) parsePermissions(table, tables, collector)
  const inheritedRoles = new Map(metadata.inherited_roles.map((role) => [role.role_name, role.role_set]))
  checkCustomTypes(metadata, catalogue, collector)
  return {
    tables,
    functions: buildFunctions(context),
    actions: claimActions(metadata.actions, claims, collector),
    customTypes: metadata.custom_types,
    outputRelationships: buildOutputRelationships(metadata, tables, collector),
    roles: collectRoles(metadata, tables),
    inheritedRoles,
    introspectionDisabledFor: new Set(metadata.graphql_schema_introspection.disabled_for_roles),
    naming,
    inconsistencies: [
      ...collector.inconsistencies,
      ...inheritanceConflicts({ tables, inheritedRoles }, metadata.sources[0]?.name ?? 'default'),
    ],
  }
}

function buildTables(
  { metadata, catalogue, naming, claims, collector }: Omit<BuildContext, 'tables'>,
  enumValues: ReadonlyMap<string, readonly EnumValue[]>,
): TrackedTable[] {
  return metadata.sources.flatMap((source, sourceIndex) =>
    source.tables.flatMap((entry, tableIndex) => {
      const path = ['sources', sourceIndex, 'tables', tableIndex]
      const found = catalogue.tables.get(nameKey(entry.table))
      const model = collector.attempt(
        {
          path,
          type: 'table',
          name: showName(entry.table),
          definition: entry.table,
        },
        () => {
          if (!found) throw new Error(`no such table/view exists in source: "${showName(entry.table)}"`)
          const table = buildTable(entry, found, enumValues.get(nameKey(found)) ?? null, naming)
          claims.claimTable(table)
          return table
        },
      )
      return model ? [{ metadata: entry, path, sourceName: source.name, model }] : []
    }),
  )
}

function collectRoles(metadata: Metadata, tables: ReadonlyMap<string, TableModel>): Set<string> {
  return new Set([
    ...[...tables.values()].flatMap(({ permissions }) => [...permissions.keys()]),
    ...metadata.actions.flatMap(({ permissions = [] }) => permissions.map(({ role }) => role)),
    ...metadata.inherited_roles.map((role) => role.role_name),
  ])
}
