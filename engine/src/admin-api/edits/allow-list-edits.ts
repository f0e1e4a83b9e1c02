import { z } from 'zod'
import { HasuraError } from '../../errors.js'
import { type JsonObject, toJson } from '../../json/json.js'
import { allowListEntry } from '../../metadata/schemas/query-collection.js'
import type { Command } from '../command.js'
import { checkedBy, parseArgs } from '../parse-args.js'
import { editCommand, metadataCopy } from './edit-metadata.js'
import { findBy, findCollection, listAt, removeBy } from './metadata-json.js'

const entryArgs = checkedBy(allowListEntry).pipe(
  z.object({ collection: z.string(), scope: z.unknown().default({ global: true }) }),
)
const scopeArgs = checkedBy(allowListEntry).pipe(
  z.object({ collection: z.string(), scope: z.looseObject({}) }),
)

const addEntry = editCommand(entryArgs, (metadata, entry) => {
  demandCollection(metadata, entry.collection)
  listAt(metadata, 'allowlist').push(toJson(entry))
})

/** The commands about the allow list, in the words of Hasura.RQL.Types.Allowlist. */
export const allowListEdits: Readonly<Record<string, Command>> = {
  add_collection_to_allowlist: async (args, context) => {
    const { collection } = parseArgs(entryArgs, args)
    if (!findBy(listAt(metadataCopy(context), 'allowlist'), 'collection', collection))
      return addEntry(args, context)
    const message =
      `collection "${collection}" already exists in the allowlist, scope ignored; ` +
      'to change scope, use update_scope_of_collection_in_allowlist'
    return { message }
  },
  update_scope_of_collection_in_allowlist: editCommand(scopeArgs, (metadata, { collection, scope }) => {
    demandCollection(metadata, collection)
    const entry = findBy(listAt(metadata, 'allowlist'), 'collection', collection)
    if (!entry) throw notListed(collection)
    entry['scope'] = toJson(scope)
  }),
  drop_collection_from_allowlist: editCommand(
    z.object({ collection: z.string() }),
    (metadata, { collection }) => {
      demandCollection(metadata, collection)
      if (!removeBy(listAt(metadata, 'allowlist'), 'collection', collection)) throw notListed(collection)
    },
  ),
}

function demandCollection(metadata: JsonObject, name: string): void {
  findCollection(metadata, name, '$.args.collection')
}

function notListed(collection: string): HasuraError {
  const message = `collection "${collection}" doesn't exist in the allowlist`
  return new HasuraError('not-found', message, { path: '$.args' })
}
