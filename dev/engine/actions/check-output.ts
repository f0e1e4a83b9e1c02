import { parseType, type TypeNode } from 'graphql'
import { isJsonObject, type Json, JsonNumber, type JsonObject } from '../json/json.js'
import type { CustomObjectMetadata, CustomTypesMetadata } from '../metadata/schemas/custom-types.js'

const BUILT_IN_SCALARS = ['Int', 'Float', 'String', 'Boolean', 'ID']

/**
 * Compares a webhook's answer with the action's output type, as far as Hasura does: kinds, and non-null fields of
 * the top-level object. Scalars that are not built in and enums take any JSON.
 *
 * @returns what is wrong, in Hasura's words
 */
export function checkOutput(value: Json, outputType: string, types: CustomTypesMetadata): string | undefined {
  return checkType(value, parseType(outputType, { noLocation: true }), types)
}

function checkType(value: Json, type: TypeNode, types: CustomTypesMetadata): string | undefined {
  if (type.kind === 'NonNullType') {
    return value === null ? 'got null for the action webhook response' : checkType(value, type.type, types)
  }
  const base = baseName(type)
  const object = types.objects.find(({ name }) => name === base)
  if (value === null || (object === undefined && !BUILT_IN_SCALARS.includes(base))) return undefined
  if (type.kind === 'ListType') {
    if (!Array.isArray(value)) return 'expecting array for the action webhook response'
    return value.map((item) => checkType(item, type.type, types)).find((problem) => problem !== undefined)
  }
  return checkNamed(value, base, object)
}

function checkNamed(value: Json, name: string, object: CustomObjectMetadata | undefined): string | undefined {
  const got = (kind: string) => `got ${kind} for the action webhook response, expecting ${name}`
  if (Array.isArray(value)) return got('array')
  if (isNumber(value)) return name === 'Int' || name === 'Float' ? undefined : got('scalar String')
  if (typeof value === 'boolean') return name === 'Boolean' ? undefined : got('scalar Boolean')
  if (typeof value === 'string') return name === 'String' || name === 'ID' ? undefined : got('scalar String')
  if (!isJsonObject(value)) return undefined
  return object === undefined ? got('object') : checkFields(value, object)
}

function checkFields(value: JsonObject, object: CustomObjectMetadata): string | undefined {
  for (const { name, type } of object.fields) {
    if (!type.endsWith('!')) continue
    if (!Object.hasOwn(value, name)) return `field "${name}" expected in webhook response, but not found`
    if (value[name] === null) return `expecting not null value for field "${name}"`
  }
  return undefined
}

function isNumber(value: Json): boolean {
  return typeof value === 'number' || value instanceof JsonNumber
}

function baseName(type: TypeNode): string {
  return type.kind === 'NamedType' ? type.name.value : baseName(type.type)
}
