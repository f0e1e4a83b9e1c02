import { GraphQLInt, GraphQLList, GraphQLNonNull, GraphQLObjectType } from 'graphql'
import type { TableModel } from '../../model/model.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import type { SchemaContext } from '../schema-context.js'
import { rowType } from './row-type.js'

/** `t_mutation_response`; without a select permission there is nothing to return but the count. */
export function mutationResponseType(context: SchemaContext, table: TableModel): GraphQLObjectType {
  return context.type(
    `${table.graphqlName}_mutation_response`,
    (name) =>
      new GraphQLObjectType({
        name,
        description: `response of any mutation on the table "${showName(table)}"`,
        fields: () => {
          const row = rowType(context, table)
          return {
            affected_rows: {
              type: new GraphQLNonNull(GraphQLInt),
              description: 'number of rows affected by the mutation',
              extensions: { plan: { kind: 'affectedRows' } },
            },
            ...(row && {
              returning: {
                type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(row))),
                description: 'data from the rows affected by the mutation',
                extensions: { plan: { kind: 'returning' } },
              },
            }),
          }
        },
      }),
  )
}
