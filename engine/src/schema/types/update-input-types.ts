import {
  type GraphQLFieldConfigArgumentMap,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLString,
} from 'graphql'
import type { ColumnModel, TableModel } from '../../model/model.js'
import type { UpdatePermission } from '../../model/permission.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import { type ScalarReader, UPDATE_OPERATORS, type UpdateOperator } from '../plans.js'
import type { SchemaContext } from '../schema-context.js'
import { isNumeric } from './aggregate-functions.js'
import { columnType } from './scalar-types.js'

const isJsonb = ({ type }: ColumnModel) => type.scalar === 'jsonb' && !type.isArray

interface OperatorInput {
  typeSuffix: string
  description: string
  fits: (column: ColumnModel) => boolean
  /** The type of the operator's value for a column; the column's own when absent. */
  value?: GraphQLInputType
}

const OPERATORS: Readonly<Record<UpdateOperator, OperatorInput>> = {
  _set: {
    typeSuffix: 'set_input',
    description: 'sets the columns of the filtered rows to the given values',
    fits: ({ isGenerated }) => !isGenerated,
  },
  _inc: {
    typeSuffix: 'inc_input',
    description: 'increments the numeric columns with given value of the filtered values',
    fits: ({ type, isGenerated }) => isNumeric(type) && !isGenerated,
  },
  _append: {
    typeSuffix: 'append_input',
    description: 'append existing jsonb value of filtered columns with new jsonb value',
    fits: isJsonb,
  },
  _prepend: {
    typeSuffix: 'prepend_input',
    description: 'prepend existing jsonb value of filtered columns with new jsonb value',
    fits: isJsonb,
  },
  _delete_key: {
    typeSuffix: 'delete_key_input',
    description:
      'delete key/value pair or string element. key/value pairs are matched based on their key value',
    fits: isJsonb,
    value: GraphQLString,
  },
  _delete_elem: {
    typeSuffix: 'delete_elem_input',
    description:
      'delete the array element with specified index (negative integers count from the end). throws an error if top level container is not an array',
    fits: isJsonb,
    value: GraphQLInt,
  },
  _delete_at_path: {
    typeSuffix: 'delete_at_path_input',
    description:
      'delete the field or element with specified path (for JSON arrays, negative integers count from the end)',
    fits: isJsonb,
    value: new GraphQLList(new GraphQLNonNull(GraphQLString)),
  },
}

/** `_set`, `_inc` and the jsonb operators, each as far as the role may write a column that fits it. */
export function updateOperatorArguments(
  context: SchemaContext,
  table: TableModel,
  permission: UpdatePermission,
): GraphQLFieldConfigArgumentMap {
  return Object.fromEntries(
    UPDATE_OPERATORS.flatMap((operator) => {
      const { typeSuffix, description, fits, value } = OPERATORS[operator]
      const columns = [...permission.columns].filter((column) => column.graphqlName !== null && fits(column))
      if (columns.length === 0) return []
      const type = context.type(
        `${table.graphqlName}_${typeSuffix}`,
        (name) =>
          new GraphQLInputObjectType({
            name,
            description:
              operator === '_set'
                ? `input type for updating data in table "${showName(table)}"`
                : description,
            fields: () =>
              Object.fromEntries(
                columns.map((column) => [column.graphqlName, operandField(context, column, operator, value)]),
              ),
          }),
      )
      const meaning = { kind: 'updateOperator', operator } as const
      return [[operator, { type, description, extensions: { plan: { meaning } } }]]
    }),
  )
}

function operandField(
  context: SchemaContext,
  column: ColumnModel,
  operator: UpdateOperator,
  value: GraphQLInputType | undefined,
) {
  const reader: ScalarReader = { kind: 'column', type: column.type }
  const rejectsNull = operator !== '_set' || !column.isNullable
  return {
    type: value ?? columnType(context, column.type),
    description: column.description,
    extensions: {
      plan: { ...(!value && { reader }), rejectsNull, meaning: { kind: 'column', column } as const },
    },
  }
}
