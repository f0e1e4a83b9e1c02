import {
  GraphQLList,
  GraphQLNonNull,
  type GraphQLNullableType,
  type GraphQLOutputType,
  Kind,
  parseType,
  type TypeNode,
} from 'graphql'
import type { OutputRelationship } from '../../model/model.js'
import type { ActionFieldPlan, RowPlan } from '../field-plans.js'
import { bareBranch, bareLeaf, branch, type Field } from '../output/field.js'
import { type Output, objectOutput } from '../output/output.js'
import type { Selection } from '../output/selection.js'
import type { SchemaContext } from '../schema-context.js'
import { customEnum } from './custom-inputs.js'
import { rowOutput } from './row-output.js'
import { rowsSlots } from './rows-slots.js'
import { scalarType } from './scalar-types.js'

/** A part of an action's answer: its type, written as GraphQL (`[Login!]!`), and its fields when it is an object. */
interface CustomOutput {
  type: GraphQLOutputType
  output: Output<ActionFieldPlan> | null
}

export function customOutput(context: SchemaContext, text: string): CustomOutput {
  const node = parseType(text)
  const name = nameOf(node)
  const output = outputNamed(context, name)
  const leafType = () => customEnum(context, name)?.type ?? scalarType(context, name)
  return { type: wrap(node, output?.type ?? leafType()), output }
}

function nameOf(node: TypeNode): string {
  return node.kind === Kind.NAMED_TYPE ? node.name.value : nameOf(node.type)
}

/** Puts the lists and non-nulls of `node` around the named type. */
function wrap(node: TypeNode, named: NullableOutput): GraphQLOutputType {
  return node.kind === Kind.NON_NULL_TYPE
    ? new GraphQLNonNull(wrapNullable(node.type, named))
    : wrapNullable(node, named)
}

type NullableOutput = GraphQLOutputType & GraphQLNullableType
type NullableNode = Exclude<TypeNode, { kind: Kind.NON_NULL_TYPE }>

function wrapNullable(node: NullableNode, named: NullableOutput): NullableOutput {
  return node.kind === Kind.LIST_TYPE ? new GraphQLList(wrap(node.type, named)) : named
}

function outputNamed(context: SchemaContext, name: string): Output<ActionFieldPlan> | null {
  const object = context.model.customTypes.objects.find((type) => type.name === name)
  if (!object) return null
  return context.type(name, () =>
    objectOutput({
      name,
      description: object.description,
      fields: () => [
        ...object.fields.map(({ name: key, type, description }): [string, Field<ActionFieldPlan>] => [
          key,
          valueField(key, customOutput(context, type), description),
        ]),
        ...(context.model.outputRelationships.get(name) ?? []).flatMap((relationship) =>
          relatedField(context, relationship),
        ),
      ],
    }),
  )
}

function valueField(
  name: string,
  { type, output }: CustomOutput,
  description: string | null | undefined,
): Field<ActionFieldPlan> {
  const plan = (selection: Selection<ActionFieldPlan>): ActionFieldPlan => ({
    kind: 'value',
    name,
    selection,
  })
  return output ? bareBranch(type, output, plan, description) : bareLeaf(type, plan([]), description)
}

/** A field that leads from an action's answer to a table that the role may read. */
function relatedField(
  context: SchemaContext,
  relationship: OutputRelationship,
): [string, Field<ActionFieldPlan>][] {
  const { target, name, kind } = relationship
  const permission = context.permissionsOn(target).select
  const row = rowOutput(context, target)
  if (!permission || !row) return []
  const related = { relationship, permission }
  if (kind === 'object') {
    const one = (selection: Selection<RowPlan>): ActionFieldPlan => ({
      kind: 'relatedOne',
      ...related,
      selection,
    })
    return [[name, bareBranch(row.type, row, one)]]
  }
  const many = branch({
    type: new GraphQLList(new GraphQLNonNull(row.type)),
    slots: rowsSlots(context, target, permission),
    of: row,
    plan: (rows, selection): ActionFieldPlan => ({ kind: 'related', ...related, rows, selection }),
  })
  return [[name, many]]
}
