import { z } from 'zod'
import { HasuraError } from '../../errors.js'
import { toJson } from '../../json/json.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import type { Command } from '../command.js'
import { editCommand } from './edit-metadata.js'
import { findBy, findTable, listAt, removeBy, tableArgs } from './metadata-json.js'

const KINDS = ['select', 'insert', 'update', 'delete'] as const

const createArgs = tableArgs.extend({
  role: z.string().min(1),
  permission: z.looseObject({}),
  comment: z.string().nullish(),
})
const commentArgs = tableArgs.extend({
  role: z.string(),
  type: z.enum(KINDS),
  comment: z.string().nullish(),
})
const dropArgs = tableArgs.extend({ role: z.string() })

/** `pg_create_select_permission`, `pg_drop_select_permission` and their like. */
export const permissionEdits: Readonly<Record<string, Command>> = {
  ...Object.fromEntries(
    KINDS.flatMap((kind) => [
      [`pg_create_${kind}_permission`, create(kind)],
      [`pg_drop_${kind}_permission`, drop(kind)],
    ]),
  ),
  pg_set_permission_comment: editCommand(commentArgs, (metadata, args) => {
    const permissions = listAt(findTable(metadata, args), `${args.type}_permissions`)
    const permission = findBy(permissions, 'role', args.role)
    if (permission === undefined) throw missing(args.type, args)
    permission['comment'] = args.comment ?? null
  }),
}

function create(kind: string): Command {
  return editCommand(createArgs, (metadata, args) => {
    const permissions = listAt(findTable(metadata, args), `${kind}_permissions`)
    if (findBy(permissions, 'role', args.role)) {
      const message = `${kind} permission already defined on table "${showName(args.table)}" with role "${args.role}"`
      throw new HasuraError('already-exists', message, { path: '$.args' })
    }
    permissions.push({
      role: args.role,
      permission: toJson(args.permission),
      ...(args.comment && { comment: args.comment }),
    })
  })
}

function drop(kind: string): Command {
  return editCommand(dropArgs, (metadata, args) => {
    if (removeBy(listAt(findTable(metadata, args), `${kind}_permissions`), 'role', args.role)) return
    throw missing(kind, args)
  })
}

function missing(kind: string, { table, role }: z.output<typeof dropArgs>): HasuraError {
  const message = `${kind} permission on table "${showName(table)}" for role "${role}" does not exist`
  return new HasuraError('not-exists', message, { path: '$.args' })
}
