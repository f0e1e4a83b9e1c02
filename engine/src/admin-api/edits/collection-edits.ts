import { z } from 'zod'
import { HasuraError } from '../../errors.js'
import { isJsonObject, type Json, type JsonObject, toJson } from '../../json/json.js'
import { queryCollection } from '../../metadata/schemas/query-collection.js'
import type { Command } from '../command.js'
import { checkedBy } from '../parse-args.js'
import { editCommand, newlyBroken } from './edit-metadata.js'
import { findBy, findCollection, listAt, removeBy } from './metadata-json.js'

const collectionArgs = checkedBy(queryCollection).pipe(
  z.looseObject({
    name: z.string(),
    definition: z.object({ queries: z.array(z.looseObject({ name: z.string() })) }),
  }),
)
const renameArgs = z.object({ name: z.string(), new_name: z.string().min(1) })
// Not to be taken for the cascade that takes out whatever else would not fit.
const dropArgs = z
  .object({ collection: z.string(), cascade: z.boolean() })
  .transform(({ collection, cascade }) => ({ collection, leavesAllowList: cascade }))
const queryArgs = z.object({ collection_name: z.string(), query_name: z.string().min(1) })
const addQueryArgs = queryArgs.extend({ query: z.string() })

/** The commands about query collections, in the words of Hasura.RQL.DDL.QueryCollection. */
export const collectionEdits: Readonly<Record<string, Command>> = {
  create_query_collection: editCommand(collectionArgs, (metadata, collection) => {
    refuseTaken(metadata, collection.name, '$.args.name')
    const names = collection.definition.queries.map(({ name }) => name)
    const repeated = new Set(names.filter((name, index) => names.indexOf(name) < index))
    if (repeated.size > 0) {
      const message = `found duplicate query names ${[...repeated].map((name) => `"${name}"`).join(', ')}`
      throw new HasuraError('not-supported', message, { path: '$.args.definition.queries' })
    }
    listAt(metadata, 'query_collections').push(toJson(collection))
  }),
  rename_query_collection: editCommand(
    renameArgs,
    (metadata, { name, new_name: newName }) => {
      const collection = findCollection(metadata, name, '$.args')
      refuseTaken(metadata, newName, '$.args.new_name')
      collection['name'] = newName
    },
    newlyBroken,
  ),
  drop_query_collection: editCommand(dropArgs, drop, newlyBroken),
  add_query_to_collection: editCommand(addQueryArgs, (metadata, { query, ...args }) => {
    const { collection_name: collection, query_name: name } = args
    const queries = queriesOf(metadata, collection)
    if (findBy(queries, 'name', name)) {
      const message = `query with name "${name}" already exists in collection "${collection}"`
      throw new HasuraError('already-exists', message, { path: '$.args' })
    }
    queries.push({ name, query })
  }),
  drop_query_from_collection: editCommand(
    queryArgs,
    (metadata, { collection_name: collection, query_name: name }) => {
      if (removeBy(queriesOf(metadata, collection), 'name', name)) return
      const message = `query with name "${name}" not found in collection "${collection}"`
      throw new HasuraError('not-found', message, { path: '$.args' })
    },
    newlyBroken,
  ),
}

function drop(metadata: JsonObject, { collection, leavesAllowList }: z.output<typeof dropArgs>): void {
  const path = '$.args.collection'
  findCollection(metadata, collection, path)
  const wasAllowed = removeBy(listAt(metadata, 'allowlist'), 'collection', collection)
  if (wasAllowed && !leavesAllowList) {
    const message =
      `query collection with name "${collection}" is present in the allowlist; cannot proceed to drop. ` +
      'please use cascade to confirm you wish to drop it from the allowlist as well'
    throw new HasuraError('dependency-error', message, { path })
  }
  removeBy(listAt(metadata, 'query_collections'), 'name', collection)
}

function queriesOf(metadata: JsonObject, collection: string): Json[] {
  const { definition = null } = findCollection(metadata, collection, '$.args')
  if (!isJsonObject(definition)) throw new TypeError('a collection has a definition')
  return listAt(definition, 'queries')
}

function refuseTaken(metadata: JsonObject, name: string, path: string): void {
  if (!findBy(listAt(metadata, 'query_collections'), 'name', name)) return
  throw new HasuraError('already-exists', `query collection with name "${name}" already exists`, { path })
}
