import type {
  DeletePermissionMetadata,
  InsertPermissionMetadata,
  SelectPermissionMetadata,
  UpdatePermissionMetadata,
} from '../metadata/schemas/permission.js'
import type { BoolExp } from '../model/bool-exp.js'
import type { InconsistencyCollector } from '../model/inconsistency-collector.js'
import type { ColumnModel, TableModel } from '../model/model.js'
import type {
  DeletePermission,
  InsertPermission,
  SelectPermission,
  TablePermissions,
  UpdatePermission,
} from '../model/permission.js'
import { type TrackedTable, tablePart } from '../model/tracked-table.js'
import { showName } from '../pg-catalogue/catalogue.js'
import { parseRule, type RuleScope } from './parse-rule.js'
import { RuleError } from './rule-error.js'
import { readOperand } from './session-variable.js'

/** Reads all permissions of a table into its model. */
export function parsePermissions(
  tracked: TrackedTable,
  tables: ReadonlyMap<string, TableModel>,
  collector: InconsistencyCollector,
): void {
  const { metadata, path, model: table } = tracked
  const scope: RuleScope = { table, root: table, tables }

  function each<Definition, Kind extends keyof TablePermissions>(
    kind: Kind,
    entries:
      | readonly { role: string; permission: Definition; comment?: string | null | undefined }[]
      | undefined,
    parse: (definition: Definition, scope: RuleScope) => NonNullable<TablePermissions[Kind]>,
  ): void {
    for (const [index, entry] of (entries ?? []).entries()) {
      const { role, permission } = entry
      const parsed = collector.attempt(
        {
          path: [...path, `${kind}_permissions`, index],
          ...tablePart(tracked, `${kind}_permission`, entry),
          context: `in table "${showName(table)}": in permission for role "${role}": `,
        },
        () => parse(permission, scope),
      )
      if (parsed) table.permissions.set(role, { ...table.permissions.get(role), [kind]: parsed })
    }
  }

  each('select', metadata.select_permissions, parseSelect)
  each('insert', metadata.insert_permissions, parseInsert)
  each('update', metadata.update_permissions, parseUpdate)
  each('delete', metadata.delete_permissions, parseDelete)
}

function parseSelect(definition: SelectPermissionMetadata, scope: RuleScope): SelectPermission {
  const fields = (definition.computed_fields ?? []).map((name) => {
    const field = scope.table.computedFields.get(name)
    if (!field) throw new RuleError(`computed field "${name}" does not exist`)
    if ('table' in field.returns) {
      throw new RuleError(
        `select permissions on computed field "${name}" are auto-derived from the permissions on its returning table "${showName(field.returns.table)}" and cannot be specified manually`,
      )
    }
    return field
  })
  return {
    columns: new Map(columnsOf(definition.columns, scope.table).map((column) => [column, null])),
    computedFields: new Map(fields.map((field) => [field, null])),
    filter: parseWholeRule(definition.filter, scope),
    limit: definition.limit ?? null,
    allowAggregations: definition.allow_aggregations ?? false,
    queryRootFields: definition.query_root_fields ? new Set(definition.query_root_fields) : null,
    subscriptionRootFields: definition.subscription_root_fields
      ? new Set(definition.subscription_root_fields)
      : null,
  }
}

function parseInsert(definition: InsertPermissionMetadata, scope: RuleScope): InsertPermission {
  const presets = presetsOf(definition.set, scope.table)
  return {
    columns: writable(columnsOf(definition.columns ?? '*', scope.table), presets),
    presets,
    check: parseWholeRule(definition.check, scope),
    backendOnly: definition.backend_only ?? false,
    validateInput: definition.validate_input ?? null,
  }
}

function parseUpdate(definition: UpdatePermissionMetadata, scope: RuleScope): UpdatePermission {
  const presets = presetsOf(definition.set, scope.table)
  return {
    columns: writable(columnsOf(definition.columns, scope.table), presets),
    presets,
    filter: parseWholeRule(definition.filter, scope),
    check: definition.check ? parseWholeRule(definition.check, scope) : null,
    backendOnly: definition.backend_only ?? false,
    validateInput: definition.validate_input ?? null,
  }
}

function parseDelete(definition: DeletePermissionMetadata, scope: RuleScope): DeletePermission {
  return {
    filter: parseWholeRule(definition.filter, scope),
    backendOnly: definition.backend_only ?? false,
    validateInput: definition.validate_input ?? null,
  }
}

function parseWholeRule(rule: unknown, scope: RuleScope): BoolExp {
  return { kind: 'rule', rule: parseRule(rule, scope) }
}

function columnsOf(names: '*' | readonly string[], table: TableModel): ColumnModel[] {
  if (names === '*') return [...table.columns.values()]
  const named = new Set(names.map((name) => findColumn(table, name)))
  // In the order of the table, which shows in messages.
  return [...table.columns.values()].filter((column) => named.has(column))
}

function presetsOf(presets: Readonly<Record<string, unknown>> | null | undefined, table: TableModel) {
  return new Map(
    Object.entries(presets ?? {}).map(([name, value]) => [findColumn(table, name), readOperand(value)]),
  )
}

/** A preset column is the permission's business; the client cannot give it. */
function writable(
  columns: readonly ColumnModel[],
  presets: ReadonlyMap<ColumnModel, unknown>,
): Set<ColumnModel> {
  return new Set(columns.filter((column) => !presets.has(column)))
}

function findColumn(table: TableModel, name: string): ColumnModel {
  const column = table.columns.get(name)
  if (!column) throw new RuleError(`"${name}" does not exist`)
  return column
}
