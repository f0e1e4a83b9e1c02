import type { TypeNode, ValueNode } from 'graphql'
import type { Json } from '../../json/json.js'

/** A value of a request: written in the document, or sent as a variable. */
export type Given = { kind: 'literal'; node: ValueNode } | { kind: 'json'; value: Json }

/** The arguments of a field or the fields of an object, by their names. */
export type GivenFields = ReadonlyMap<string, Given>

export interface Variable {
  name: string
  type: TypeNode
  given: Given
  hasDefault: boolean
}

export type Variables = ReadonlyMap<string, Variable>
