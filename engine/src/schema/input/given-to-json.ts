import { Kind, type ValueNode } from 'graphql'
import { type Json, JsonNumber } from '../../json/json.js'
import type { Given, Variables } from './given.js'
import { findVariable } from './peel-variable.js'

/** Any value as JSON, for scalars that take all kinds; variables inside of it are filled in. */
export function givenToJson(given: Given, variables: Variables): Json {
  return given.kind === 'json' ? given.value : literalToJson(given.node, variables)
}

function literalToJson(node: ValueNode, variables: Variables): Json {
  switch (node.kind) {
    case Kind.INT:
    case Kind.FLOAT:
      return new JsonNumber(node.value)
    case Kind.STRING:
    case Kind.ENUM:
      return node.value
    case Kind.BOOLEAN:
      return node.value
    case Kind.NULL:
      return null
    case Kind.LIST:
      return node.values.map((item) => literalToJson(item, variables))
    case Kind.OBJECT:
      return Object.fromEntries(
        node.fields.map((field) => [field.name.value, literalToJson(field.value, variables)]),
      )
    case Kind.VARIABLE:
      return givenToJson(findVariable(node.name.value, variables).given, variables)
  }
}
