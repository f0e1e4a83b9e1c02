import { GraphQLInputObjectType, type GraphQLInputType, getNamedType } from 'graphql'
import type { Queryable } from '../../database/database.js'
import { isJsonObject, type Json, type JsonObject } from '../../json/json.js'
import type { SelectedField } from '../../schema/selected-field.js'
import { compileBoolExp } from '../../sql/compile-bool-exp.js'
import { compileDelete } from '../../sql/compile-delete.js'
import { compileQuery, keyCondition } from '../../sql/compile-query.js'
import { compileUpdate } from '../../sql/compile-update.js'
import { listOf, readWhere } from '../../sql/read-where.js'
import type { SqlContext } from '../../sql/sql-context.js'
import { runChange } from './run-change.js'
import { runInsertField } from './run-insert-field.js'
import { runQueryStatement } from './run-statement.js'

/** Runs a root field that changes the database; gives its answer as JSON text. */
export async function runMutationField(
  tx: Queryable,
  newContext: () => SqlContext,
  field: SelectedField,
): Promise<string> {
  const { plan } = field
  switch (plan.kind) {
    case 'insert':
    case 'insertOne':
      return runInsertField(tx, newContext, field, plan)
    case 'update':
    case 'updateByPk':
      return runUpdate(tx, newContext, field, field.args)
    case 'updateMany':
      return runUpdateMany(tx, newContext, field)
    case 'delete':
    case 'deleteByPk':
      return runDelete(tx, newContext, field)
    case 'function':
      return runQueryStatement(tx, compileQuery(newContext(), field), '$')
    default:
      throw new TypeError(`${plan.kind} is not a mutation`)
  }
}

async function runUpdate(
  tx: Queryable,
  newContext: () => SqlContext,
  field: SelectedField,
  args: JsonObject,
): Promise<string> {
  const { plan } = field
  if (plan.kind !== 'update' && plan.kind !== 'updateByPk' && plan.kind !== 'updateMany') {
    throw new TypeError('not an update')
  }
  const { table, permissions } = plan
  const isByKey = plan.kind === 'updateByPk'
  const key = args['pk_columns']
  const compile = (context: SqlContext) => {
    const where = (row: string) =>
      isByKey
        ? keyCondition(table.primaryKey ?? [], { args: isObject(key) ? key : {} }, row)
        : compileBoolExp(context, readWhere(args['where'], argumentType(field, 'where')), row)
    return compileUpdate(context, { table, permissions, operators: args, where })
  }
  return runChange(tx, newContext, { table, compile, field, shape: isByKey ? 'row' : 'rows', path: '$' })
}

/** The updates of `update_t_many` run one after the other: later ones see what earlier ones did. */
async function runUpdateMany(
  tx: Queryable,
  newContext: () => SqlContext,
  field: SelectedField,
): Promise<string> {
  const answers: string[] = []
  for (const args of listOf(field.args['updates'] ?? [])) {
    answers.push(await runUpdate(tx, newContext, field, isObject(args) ? args : {}))
  }
  return `[${answers.join(',')}]`
}

async function runDelete(tx: Queryable, newContext: () => SqlContext, field: SelectedField): Promise<string> {
  const { plan } = field
  if (plan.kind !== 'delete' && plan.kind !== 'deleteByPk') throw new TypeError('not a delete')
  const { table, permissions } = plan
  const permission = permissions.delete
  if (!permission) throw new TypeError('no delete permission')
  const isByKey = plan.kind === 'deleteByPk'
  const compile = (context: SqlContext) => {
    const where = (row: string) =>
      isByKey
        ? keyCondition(table.primaryKey ?? [], field, row)
        : compileBoolExp(context, readWhere(field.args['where'], argumentType(field, 'where')), row)
    return compileDelete(context, table, permission, where)
  }
  return runChange(tx, newContext, { table, compile, field, shape: isByKey ? 'row' : 'rows', path: '$' })
}

/** The type of an argument, also where it is a field of the entries of `updates`. */
function argumentType(field: SelectedField, name: string): GraphQLInputType {
  const args = field.definition?.args ?? []
  const own = args.find((argument) => argument.name === name)
  if (own) return own.type
  for (const { type } of args) {
    const object = getNamedType(type)
    const inner = object instanceof GraphQLInputObjectType ? object.getFields()[name] : undefined
    if (inner) return inner.type
  }
  throw new TypeError(`${field.name} has no argument ${name}`)
}

function isObject(value: Json | undefined): value is JsonObject {
  return value !== undefined && isJsonObject(value)
}
