import { z } from 'zod'
import { HasuraError } from '../../errors.js'
import { type JsonObject, toJson } from '../../json/json.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import type { Command } from '../command.js'
import { editCommand, hasDependents } from './edit-metadata.js'
import { findBy, findTable, listAt, removeBy, type TableArgs, tableArgs } from './metadata-json.js'

const LISTS = ['object_relationships', 'array_relationships', 'computed_fields'] as const
type ListName = (typeof LISTS)[number]

const relationshipArgs = tableArgs.extend({
  name: z.string(),
  using: z.looseObject({}),
  comment: z.string().nullish(),
})
const dropRelationshipArgs = tableArgs.extend({
  relationship: z.string(),
  cascade: z.boolean().default(false),
})
const commentArgs = tableArgs.extend({ name: z.string(), comment: z.string().nullish() })
const renameArgs = tableArgs.extend({ name: z.string(), new_name: z.string() })
const computedFieldArgs = tableArgs.extend({
  name: z.string(),
  definition: z.looseObject({}),
  comment: z.string().nullish(),
})
const dropComputedFieldArgs = tableArgs.extend({ name: z.string(), cascade: z.boolean().default(false) })

/** The commands about relationships and computed fields, which share their names. */
export const relationshipEdits: Readonly<Record<string, Command>> = {
  pg_create_object_relationship: createRelationship('object_relationships'),
  pg_create_array_relationship: createRelationship('array_relationships'),
  pg_drop_relationship: editCommand(dropRelationshipArgs, dropRelationship, hasDependents),
  pg_rename_relationship: editCommand(renameArgs, (metadata, args) => {
    const table = findTable(metadata, args)
    if (isTaken(table, args.new_name)) throw exists(args.new_name, showName(args.table))
    findRelationship(table, args)['name'] = args.new_name
  }),
  pg_set_relationship_comment: editCommand(commentArgs, (metadata, args) => {
    findRelationship(findTable(metadata, args), args)['comment'] = args.comment ?? null
  }),
  pg_add_computed_field: editCommand(computedFieldArgs, (metadata, args) => {
    add(findTable(metadata, args), 'computed_fields', args)
  }),
  pg_drop_computed_field: editCommand(
    dropComputedFieldArgs,
    (metadata, args) => {
      const removed = removeBy(listAt(findTable(metadata, args), 'computed_fields'), 'name', args.name)
      if (!removed) throw missing('computed field', args.name, showName(args.table))
    },
    hasDependents,
  ),
}

function createRelationship(list: ListName): Command {
  return editCommand(relationshipArgs, (metadata, args) => add(findTable(metadata, args), list, args))
}

function add(
  table: JsonObject,
  list: ListName,
  {
    source: _,
    table: tableName,
    ...entry
  }: z.output<typeof relationshipArgs> | z.output<typeof computedFieldArgs>,
): void {
  if (isTaken(table, entry.name)) throw exists(entry.name, showName(tableName))
  const given = Object.entries(entry).filter(([, value]) => value !== undefined)
  listAt(table, list).push(toJson(Object.fromEntries(given)))
}

function dropRelationship(metadata: JsonObject, args: z.output<typeof dropRelationshipArgs>): void {
  const table = findTable(metadata, args)
  const removed =
    removeBy(listAt(table, 'object_relationships'), 'name', args.relationship) ||
    removeBy(listAt(table, 'array_relationships'), 'name', args.relationship)
  if (!removed) throw missing('relationship', args.relationship, showName(args.table))
}

function findRelationship(table: JsonObject, args: TableArgs & { name: string }): JsonObject {
  const lists = [listAt(table, 'object_relationships'), listAt(table, 'array_relationships')]
  const found = lists.map((list) => findBy(list, 'name', args.name)).find((entry) => entry)
  if (found) return found
  throw missing('relationship', args.name, showName(args.table))
}

function isTaken(table: JsonObject, name: string): boolean {
  return LISTS.some((list) => findBy(listAt(table, list), 'name', name) !== undefined)
}

function exists(name: string, table: string): HasuraError {
  const message = `field with name "${name}" already exists in table "${table}"`
  return new HasuraError('already-exists', message, { path: '$.args.name' })
}

function missing(kind: string, name: string, table: string): HasuraError {
  return new HasuraError('not-exists', `${kind} "${name}" on table "${table}" does not exist`, {
    path: '$.args',
  })
}
