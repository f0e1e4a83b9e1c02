import { z } from 'zod'
import { HasuraError, type HasuraErrorCode } from '../../errors.js'
import { isJsonObject, type Json, type JsonObject, toJson } from '../../json/json.js'
import { allowListEntry, queryCollection } from '../../metadata/schemas/query-collection.js'
import type { Command } from '../command.js'
import { checkedBy, parseArgs } from '../parse-args.js'
import { editCommand, metadataCopy, newlyBroken } from './edit-metadata.js'
import { findBy, listAt, removeBy } from './metadata-json.js'

const named = z.looseObject({ name: z.string() })
const collectionArgs = checkedBy(queryCollection).pipe(
  named.extend({ definition: z.object({ queries: z.array(named) }) }),
)
// Its `cascade` is about the allow list alone, and not the one that takes out whatever else would not fit.
const dropArgs = z
  .object({ collection: z.string(), cascade: z.boolean() })
  .transform(({ collection, cascade }) => ({ collection, leavesAllowList: cascade }))
const queryArgs = z.object({ collection_name: z.string(), query_name: z.string().min(1) })
const entryArgs = checkedBy(allowListEntry).pipe(
  z.object({ collection: z.string(), scope: z.looseObject({}).default({ global: true }) }),
)
const scopeArgs = checkedBy(allowListEntry).pipe(
  z.object({ collection: z.string(), scope: z.looseObject({}) }),
)

const addToAllowList = editCommand(entryArgs, (metadata, entry) => {
  findCollection(metadata, entry.collection)
  listAt(metadata, 'allowlist').push(toJson(entry))
})

/** The commands about query collections and the allow list, in the words of Hasura.RQL.DDL.QueryCollection. */
export const collectionEdits: Readonly<Record<string, Command>> = {
  create_query_collection: editCommand(collectionArgs, (metadata, collection) => {
    const { name, definition } = collection
    const collections = listAt(metadata, 'query_collections')
    if (findBy(collections, 'name', name))
      throw refusal('already-exists', `query collection with name "${name}" already exists`, '.name')
    const names = definition.queries.map((query) => query.name)
    const repeated = new Set(names.filter((one, index) => names.indexOf(one) < index))
    const list = [...repeated].map((one) => `"${one}"`).join(', ')
    if (list !== '')
      throw refusal('not-supported', `found duplicate query names ${list}`, '.definition.queries')
    collections.push(toJson(collection))
  }),
  drop_query_collection: editCommand(
    dropArgs,
    (metadata, { collection, leavesAllowList }) => {
      findCollection(metadata, collection)
      const wasAllowed = removeBy(listAt(metadata, 'allowlist'), 'collection', collection)
      if (wasAllowed && !leavesAllowList) throw stillAllowed(collection)
      removeBy(listAt(metadata, 'query_collections'), 'name', collection)
    },
    newlyBroken,
  ),
  add_query_to_collection: editCommand(queryArgs.extend({ query: z.string() }), (metadata, args) => {
    const { collection_name: collection, query_name: name, query } = args
    const queries = queriesOf(metadata, collection)
    if (findBy(queries, 'name', name))
      throw refusal(
        'already-exists',
        `query with name "${name}" already exists in collection "${collection}"`,
      )
    queries.push({ name, query })
  }),
  drop_query_from_collection: editCommand(
    queryArgs,
    (metadata, { collection_name: collection, query_name: name }) => {
      if (removeBy(queriesOf(metadata, collection), 'name', name)) return
      throw refusal('not-found', `query with name "${name}" not found in collection "${collection}"`)
    },
    newlyBroken,
  ),
  add_collection_to_allowlist: async (args, context) => {
    const { collection } = parseArgs(entryArgs, args)
    if (!findBy(listAt(metadataCopy(context), 'allowlist'), 'collection', collection))
      return addToAllowList(args, context)
    const changeScope = 'to change scope, use update_scope_of_collection_in_allowlist'
    return {
      message: `collection "${collection}" already exists in the allowlist, scope ignored; ${changeScope}`,
    }
  },
  update_scope_of_collection_in_allowlist: editCommand(scopeArgs, (metadata, { collection, scope }) => {
    findCollection(metadata, collection)
    const entry = findBy(listAt(metadata, 'allowlist'), 'collection', collection)
    if (!entry) throw notListed(collection)
    entry['scope'] = toJson(scope)
  }),
  drop_collection_from_allowlist: editCommand(
    z.object({ collection: z.string() }),
    (metadata, { collection }) => {
      findCollection(metadata, collection)
      if (!removeBy(listAt(metadata, 'allowlist'), 'collection', collection)) throw notListed(collection)
    },
  ),
}

function queriesOf(metadata: JsonObject, collection: string): Json[] {
  const { definition = null } = findCollection(metadata, collection, '')
  if (!isJsonObject(definition)) throw new TypeError('a collection has a definition')
  return listAt(definition, 'queries')
}

function findCollection(metadata: JsonObject, name: string, argument = '.collection'): JsonObject {
  const found = findBy(listAt(metadata, 'query_collections'), 'name', name)
  if (found) return found
  throw refusal('not-exists', `query collection with name "${name}" does not exist`, argument)
}

function stillAllowed(collection: string): HasuraError {
  const message =
    `query collection with name "${collection}" is present in the allowlist; cannot proceed to drop. ` +
    'please use cascade to confirm you wish to drop it from the allowlist as well'
  return refusal('dependency-error', message, '.collection')
}

function notListed(collection: string): HasuraError {
  return refusal('not-found', `collection "${collection}" doesn't exist in the allowlist`)
}

function refusal(code: HasuraErrorCode, message: string, argument = ''): HasuraError {
  return new HasuraError(code, message, { path: `$.args${argument}` })
}
