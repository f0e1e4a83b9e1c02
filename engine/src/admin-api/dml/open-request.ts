import type { TableModel } from '../../model/model.js'
import type { TablePermissions } from '../../model/permission.js'
import type { CommandContext } from '../command.js'
import { DmlAccess } from './dml-access.js'
import { RequestBuilder } from './request-builder.js'

/** @throws HasuraError `permission-denied` when the caller may not do this with the table at all */
export function openRequest(
  kind: keyof TablePermissions,
  table: TableModel,
  { state, session }: CommandContext,
  detail = '',
): RequestBuilder {
  const access = new DmlAccess(state.current().generation.older.model, session.role)
  access.demand(kind, table, detail)
  return new RequestBuilder(access)
}
