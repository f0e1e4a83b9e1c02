import { GraphQLInputObjectType, type GraphQLInputType, getNamedType } from 'graphql'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { type AggregatePredicate, allOf, type BoolExp, type LeftOperand } from '../model/bool-exp.js'
import type { ColumnModel, Relationship } from '../model/model.js'
import type { OperatorName } from '../model/operators.js'
import type { SelectPermission } from '../model/permission.js'
import { PAIR } from '../model/predicate-functions.js'
import type { InputMeaning } from '../schema/plans.js'

interface Entry {
  key: string
  value: Json
  type: GraphQLInputType
  meaning: InputMeaning
}

/** Reads a client's `where`; the permissions of related tables become part of the condition. */
export function readWhere(value: Json | undefined, type: GraphQLInputType): BoolExp {
  return allOf(...meaningfulEntries(value, type).map(readEntry))
}

/** The given fields of an input object, each with what it stands for; null counts as not given. */
export function meaningfulEntries(value: Json | undefined, type: GraphQLInputType): Entry[] {
  const object = getNamedType(type)
  if (value === undefined || !isJsonObject(value) || !(object instanceof GraphQLInputObjectType)) return []
  const fields = object.getFields()
  return Object.entries(value).flatMap(([key, child]) => {
    const field = fields[key]
    const meaning = field?.extensions.plan?.meaning
    return field && meaning && child !== null ? [{ key, value: child, type: field.type, meaning }] : []
  })
}

function readEntry({ value, type, meaning }: Entry): BoolExp {
  switch (meaning.kind) {
    case 'and':
      return allOf(...listOf(value).map((part) => readWhere(part, type)))
    case 'or':
      return { kind: 'or', any: listOf(value).map((part) => readWhere(part, type)) }
    case 'not':
      return { kind: 'not', not: readWhere(value, type) }
    case 'column': {
      const { column, condition = null } = meaning
      return readComparisons({ kind: 'column', column, condition, castToText: false }, value, type)
    }
    case 'computed':
      return readComparisons({ ...meaning, castToText: false }, value, type)
    case 'computedRows':
      return {
        kind: 'computedRows',
        field: meaning.field,
        where: allOf(meaning.filter, readWhere(value, type)),
      }
    case 'related': {
      const { relationship, filter } = meaning
      return { kind: 'related', relationship, where: allOf(filter, readWhere(value, type)) }
    }
    case 'relatedAggregate':
      return readAggregate(meaning.relationship, meaning.permission, value, type)
    default:
      throw new TypeError(`a condition cannot be a ${meaning.kind}`)
  }
}

function readComparisons(left: LeftOperand, value: Json, type: GraphQLInputType): BoolExp {
  return allOf(
    ...meaningfulEntries(value, type).map((entry): BoolExp => {
      if (entry.meaning.kind === 'cast') {
        const casts = meaningfulEntries(entry.value, entry.type)
        return allOf(
          ...casts.map((cast) => readComparisons({ ...left, castToText: true }, cast.value, cast.type)),
        )
      }
      if (entry.meaning.kind !== 'operator') throw new TypeError(`${entry.key} is not an operator`)
      const right = { kind: 'value', value: entry.value } as const
      return { kind: 'compare', left, operator: entry.meaning.operator, right, isNullSafe: false }
    }),
  )
}

function readAggregate(
  relationship: Relationship,
  permission: SelectPermission,
  value: Json,
  type: GraphQLInputType,
): BoolExp {
  const [predicate] = meaningfulEntries(value, type)
  if (predicate?.meaning.kind !== 'predicate') throw new TypeError('an aggregate without predicate')
  const parts: JsonObject = isJsonObject(predicate.value) ? predicate.value : {}
  const object = getNamedType(predicate.type)
  const fields = object instanceof GraphQLInputObjectType ? object.getFields() : {}
  const filterType = fields['filter']?.type
  const predicateType = fields['predicate']?.type
  const exp: AggregatePredicate = {
    kind: 'aggregate',
    relationship,
    fn: predicate.meaning.fn,
    columns: argumentNames(parts['arguments'] ?? []).map((name) => {
      const column = columnNamed(permission, name)
      return { column, condition: permission.columns.get(column) ?? null }
    }),
    isDistinct: parts['distinct'] === true,
    filter: allOf(permission.filter, filterType ? readWhere(parts['filter'], filterType) : allOf()),
    comparisons: predicateType ? readOperators(parts['predicate'], predicateType) : [],
  }
  return exp
}

/** One name, a list of them, or a pair `{X: …, Y: …}`. */
function argumentNames(value: Json): Json[] {
  return isJsonObject(value) ? PAIR.map((name) => value[name] ?? null) : listOf(value)
}

function readOperators(
  value: Json | undefined,
  type: GraphQLInputType,
): { operator: OperatorName; value: Json }[] {
  return meaningfulEntries(value, type).flatMap((entry) =>
    entry.meaning.kind === 'operator' ? [{ operator: entry.meaning.operator, value: entry.value }] : [],
  )
}

/** The column that a value of `t_select_column` names. */
export function columnNamed({ columns }: Pick<SelectPermission, 'columns'>, name: Json): ColumnModel {
  const column = [...columns.keys()].find(({ graphqlName }) => graphqlName === name)
  if (!column) throw new TypeError(`no column ${String(name)}`)
  return column
}

/** Where GraphQL takes a list, a single value is a list of one. */
export function listOf(value: Json): Json[] {
  return Array.isArray(value) ? value : [value]
}
