/** What differs between importing customers and importing products; the loops that read and apply are the same for both. */
import type { Tx } from '../db/transact.ts'
import type { Erp, ErpContext, ErpResult, ImportPage } from '../erp/port.ts'
import type { ClassifiedRow } from '../imports/import-row-store.ts'
import type { LinkKind } from '../links/link-store.ts'
import type { LiveConnection } from '../links/live-connection.ts'

/** A record of the ERP and the thing of ours that it is written to. */
export interface Placed<T> {
  readonly localId: string
  readonly record: T
}

export interface ApplyContext {
  readonly connection: LiveConnection
  readonly at: Date
}

export interface ImportedKind<T extends { readonly key: string }> {
  readonly linkKind: LinkKind
  readPage(erp: Erp, context: ErpContext, page: number): Promise<ErpResult<ImportPage<T>>>
  /** What each record means here. Records that the supplier does not want are left out. */
  classify(tx: Tx, connection: LiveConnection, records: readonly T[]): Promise<ClassifiedRow[]>
  create(tx: Tx, rows: readonly Placed<T>[], context: ApplyContext): Promise<void>
  /** Overwrites but for the fields kept here. */
  update(tx: Tx, rows: readonly Placed<T>[], context: ApplyContext): Promise<void>
  /** For things made by hand that are linked now: fills what is empty, overwrites nothing. */
  link(tx: Tx, rows: readonly Placed<T>[], context: ApplyContext): Promise<void>
}
