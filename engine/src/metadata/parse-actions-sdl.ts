import {
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  GraphQLError,
  type InputValueDefinitionNode,
  Kind,
  parse,
  print,
} from 'graphql'
import { MetadataError, type MetadataProblem } from './metadata-error.js'
import type { Position } from './source-positions.js'

export interface SdlField {
  name: string
  type: string
  description?: string
  arguments: { name: string; type: string; description?: string }[]
  position: Position
}

export interface SdlType {
  name: string
  description?: string
  position: Position
}

/** What `actions.graphql` declares: the actions' root fields and the custom types. */
export interface ActionsSdl {
  queries: SdlField[]
  mutations: SdlField[]
  scalars: SdlType[]
  enums: (SdlType & { values: { value: string; description?: string }[] })[]
  inputObjects: (SdlType & { fields: SdlField[] })[]
  objects: (SdlType & { fields: SdlField[] })[]
}

/**
 * Reads `actions.graphql`.
 *
 * The Hasura CLI writes one `type Mutation { … }` block for each action, which ordinary schema builders
 * refuse as a duplicate; here the blocks (and `extend type` ones) add up.
 *
 * @throws MetadataError naming the line of a syntax error or of a definition that Hasura does not know
 */
export function parseActionsSdl(text: string, file: string): ActionsSdl {
  const sdl: ActionsSdl = {
    queries: [],
    mutations: [],
    scalars: [],
    enums: [],
    inputObjects: [],
    objects: [],
  }
  const problems: MetadataProblem[] = []
  for (const definition of parseSdl(text, file).definitions) {
    const problem = addDefinition(sdl, definition, file)
    if (problem) problems.push({ file, line: lineOf(definition), message: problem })
  }
  if (problems.length > 0) throw new MetadataError(problems)
  return sdl
}

function parseSdl(text: string, file: string): DocumentNode {
  if (text.replace(/#.*$/gm, '').trim() === '') return { kind: Kind.DOCUMENT, definitions: [] }
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    throw new MetadataError([{ file, line: error.locations?.[0]?.line ?? 1, message: error.message }])
  }
}

function addDefinition(sdl: ActionsSdl, definition: DefinitionNode, file: string): string | undefined {
  switch (definition.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.OBJECT_TYPE_EXTENSION: {
      const fields = (definition.fields ?? []).map((field) => readField(field, file))
      const name = definition.name.value
      if (name === 'Mutation') sdl.mutations.push(...fields)
      else if (name === 'Query') sdl.queries.push(...fields)
      else if (definition.kind === Kind.OBJECT_TYPE_EXTENSION)
        return `only Query and Mutation may be extended, not ${name}`
      else sdl.objects.push({ ...readType(definition, file), fields })
      return undefined
    }
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      sdl.inputObjects.push({
        ...readType(definition, file),
        fields: (definition.fields ?? []).map((field) => readField(field, file)),
      })
      return undefined
    case Kind.ENUM_TYPE_DEFINITION:
      sdl.enums.push({
        ...readType(definition, file),
        values: (definition.values ?? []).map((value) => ({ value: value.name.value, ...describe(value) })),
      })
      return undefined
    case Kind.SCALAR_TYPE_DEFINITION:
      sdl.scalars.push(readType(definition, file))
      return undefined
    default:
      return `actions.graphql may not hold a ${definition.kind}`
  }
}

function readField(node: FieldDefinitionNode | InputValueDefinitionNode, file: string): SdlField {
  const args = node.kind === Kind.FIELD_DEFINITION ? (node.arguments ?? []) : []
  return {
    name: node.name.value,
    type: print(node.type),
    ...describe(node),
    arguments: args.map((arg) => ({ name: arg.name.value, type: print(arg.type), ...describe(arg) })),
    position: { file, line: lineOf(node) },
  }
}

function readType(node: DefinitionNode & { name: { value: string } }, file: string): SdlType {
  return { name: node.name.value, ...describe(node), position: { file, line: lineOf(node) } }
}

function describe(node: object): { description?: string } {
  const description: unknown = Reflect.get(node, 'description')
  if (typeof description !== 'object' || description === null) return {}
  return { description: String(Reflect.get(description, 'value')) }
}

function lineOf(node: {
  readonly loc?: { readonly startToken: { readonly line: number } } | undefined
}): number {
  return node.loc?.startToken.line ?? 1
}
