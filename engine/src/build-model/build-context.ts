import type { Metadata } from '../metadata/metadata.js'
import type { InconsistencyCollector } from '../model/inconsistency-collector.js'
import type { TableModel } from '../model/model.js'
import type { Naming } from '../model/naming.js'
import type { Catalogue } from '../pg-catalogue/catalogue.js'
import type { RootFieldClaims } from './root-field-claims.js'

/** What the parts of a model are built from, and who is told of those that do not fit. */
export interface BuildContext {
  metadata: Metadata
  catalogue: Catalogue
  naming: Naming
  tables: ReadonlyMap<string, TableModel>
  claims: RootFieldClaims
  collector: InconsistencyCollector
}

/** What parts of a model can refer to. */
export type Known = Pick<BuildContext, 'tables' | 'catalogue' | 'naming'>
