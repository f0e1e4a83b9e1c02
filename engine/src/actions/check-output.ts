import { parseType, type TypeNode } from 'graphql'
import { isJsonObject, type Json, JsonNumber, type JsonObject } from '../json/json.js'
import type { CustomObjectMetadata, CustomTypesMetadata } from '../metadata/schemas/custom-types.js'

const BUILT_IN_SCALARS = ['Int', 'Float', 'String', 'Boolean', 'ID']

/**
 * Compares a webhook's answer with the action's output type, as far as Hasura does: kinds, and non-null fields of
 * the top-level object. Scalars that are not built in and enums take any JSON, null as well; lists of them are lists.
 *
 * @returns what is wrong, in Hasura's words
 */
export function checkOutput(value: Json, outputType: string, types: CustomTypesMetadata): string | undefined {
  return checkType(value, parseType(outputType, { noLocation: true }), types)
}

function checkType(value: Json, type: TypeNode, types: CustomTypesMetadata): string | undefined {
  if (type.kind === 'NonNullType') {
    const isNull = value === null && !takesAnything(type.type, types)
    return isNull ? 'got null for the action webhook response' : checkType(value, type.type, types)
  }
  if (value === null || takesAnything(type, types)) return undefined
  if (type.kind === 'NamedType') return checkNamed(value, type.name.value, types)
  if (!Array.isArray(value)) return 'expecting array for the action webhook response'
  return value.map((item) => checkType(item, type.type, types)).find((problem) => problem !== undefined)
}

function takesAnything(type: TypeNode, { objects }: CustomTypesMetadata): boolean {
  if (type.kind !== 'NamedType') return false
  const { value: base } = type.name
  return !BUILT_IN_SCALARS.includes(base) && !objects.some(({ name }) => name === base)
}

function checkNamed(value: Json, name: string, { objects }: CustomTypesMetadata): string | undefined {
  const object = objects.find((one) => one.name === name)
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
