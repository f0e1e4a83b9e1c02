import { type GraphQLFieldConfig, GraphQLList, GraphQLNonNull, GraphQLObjectType } from 'graphql'
import { slotConfigs } from '../input/slots.js'
import type { Field } from './field.js'

/** An object type, and what each of its fields stands for. */
export interface Output<Plan> {
  type: GraphQLObjectType
  fields: () => ReadonlyMap<string, Field<Plan>>
}

interface ObjectOutput<Plan> {
  name: string
  description?: string | null | undefined
  /** Asked once, and not before types that refer to each other are all made. */
  fields: () => Iterable<[string, Field<Plan>]>
}

export function objectOutput<Plan>({ name, description, fields }: ObjectOutput<Plan>): Output<Plan> {
  let made: ReadonlyMap<string, Field<Plan>> | undefined
  const known = () => {
    made ??= new Map(fields())
    return made
  }
  const configs = () => Object.fromEntries([...known()].map(([key, field]) => [key, fieldConfig(field)]))
  return { type: new GraphQLObjectType({ name, description, fields: configs }), fields: known }
}

function fieldConfig({ type, description, slots }: Field<unknown>): GraphQLFieldConfig<unknown, unknown> {
  return { type, description, args: slotConfigs(slots) }
}

/** `[t!]!`: a list without gaps. */
export function listOfRows({ type }: Output<unknown>) {
  return new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(type)))
}
