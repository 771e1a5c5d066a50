/** All SQL on connections and on what hangs on their settings. It decides nothing; every update says which state it expects. */
import { type Selectable, sql } from 'kysely'
import type { SupplierId } from '../core/ids.ts'
import { json } from '../db/json.ts'
import type { ConnectionsTable } from '../db/tables.ts'
import type { Tx } from '../db/transact.ts'
import type { Branch, PermissionLine, PriceTier } from '../erp/port.ts'

export type ConnectionRow = Selectable<ConnectionsTable>

/** Which connection a statement is about. */
export interface ConnectionKey {
  readonly supplierId: SupplierId
  readonly connectionId: string
}

/** The one connection that is not disconnected. */
export function liveConnection(tx: Tx, supplierId: SupplierId): Promise<ConnectionRow | undefined> {
  return tx
    .selectFrom('connections')
    .selectAll()
    .where('supplierId', '=', supplierId)
    .where('state', '<>', 'disconnected')
    .executeTakeFirst()
}

/** The live connection, else the one used last: what the settings page shows. */
export function shownConnection(tx: Tx, supplierId: SupplierId): Promise<ConnectionRow | undefined> {
  return tx
    .selectFrom('connections')
    .selectAll()
    .where('supplierId', '=', supplierId)
    .orderBy(sql`state <> 'disconnected'`, 'desc')
    .orderBy('stateSince', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export function connectionById(tx: Tx, key: ConnectionKey): Promise<ConnectionRow | undefined> {
  return one(tx, key).executeTakeFirst()
}

/** The row, locked until the transaction ends. */
export function lockConnection(tx: Tx, key: ConnectionKey): Promise<ConnectionRow | undefined> {
  return one(tx, key).forUpdate().executeTakeFirst()
}

function one(tx: Tx, { supplierId, connectionId }: ConnectionKey) {
  return tx
    .selectFrom('connections')
    .selectAll()
    .where('supplierId', '=', supplierId)
    .where('connectionId', '=', connectionId)
}

/** The connection of an account, whatever its state; the username's case does not matter. */
export function connectionOfAccount(
  tx: Tx,
  supplierId: SupplierId,
  account: { readonly adapter: string; readonly username: string },
): Promise<ConnectionRow | undefined> {
  return tx
    .selectFrom('connections')
    .selectAll()
    .where('supplierId', '=', supplierId)
    .where('adapter', '=', account.adapter)
    .where(sql`lower(username)`, '=', sql`lower(${account.username})`)
    .executeTakeFirst()
}

/** Only one connect of a supplier at a time may decide. */
export async function lockSupplier(tx: Tx, supplierId: SupplierId): Promise<void> {
  await tx
    .selectFrom('suppliers')
    .select('supplierId')
    .where('supplierId', '=', supplierId)
    .forUpdate()
    .executeTakeFirst()
}

export interface Proven {
  readonly permissions: readonly PermissionLine[]
  readonly priceTiers: readonly PriceTier[]
  readonly branches: readonly Branch[]
  readonly at: Date
}

function provenColumns(proven: Proven) {
  return {
    permissions: json(proven.permissions),
    priceTiers: json(proven.priceTiers),
    branches: json(proven.branches),
    checkedAt: proven.at,
  }
}

function healthyColumns(at: Date) {
  return {
    state: 'connected' as const,
    stateCode: null,
    stateSentence: null,
    stateSince: sql<Date>`case when connections.state = 'connected' then connections.state_since else ${at} end`,
    failures: 0,
    retryAt: null,
  }
}

export interface Connected extends ConnectionKey {
  readonly adapter: string
  readonly username: string
  readonly keyEnvelope: string
  readonly priceTier: string | null
  readonly proven: Proven
}

/** Stores a proven connection: a new row, or the account's own again with its links and history. */
export async function putConnected(tx: Tx, it: Connected): Promise<void> {
  const columns = {
    ...healthyColumns(it.proven.at),
    ...provenColumns(it.proven),
    username: it.username,
    keyEnvelope: it.keyEnvelope,
    priceTier: it.priceTier,
  }
  await tx
    .insertInto('connections')
    .values({
      ...columns,
      stateSince: it.proven.at,
      supplierId: it.supplierId,
      connectionId: it.connectionId,
      adapter: it.adapter,
    })
    .onConflict((conflict) =>
      conflict.columns(['supplierId', 'connectionId']).doUpdateSet({
        ...columns,
        // A pause outlives a new key, but not a disconnection.
        paused: sql<boolean>`connections.paused and connections.state <> 'disconnected'`,
      }),
    )
    .execute()
}

/** Stores what a check of a live connection proved, and that it works. */
export async function putProven(tx: Tx, key: ConnectionKey, proven: Proven): Promise<void> {
  await live(tx, key)
    .set({ ...provenColumns(proven), ...healthyColumns(proven.at) })
    .execute()
}

export async function putDisconnected(tx: Tx, key: ConnectionKey, at: Date): Promise<void> {
  await live(tx, key)
    .set({ ...healthyColumns(at), state: 'disconnected', stateSince: at, keyEnvelope: null, paused: false })
    .execute()
}

export async function putPaused(tx: Tx, key: ConnectionKey, paused: boolean): Promise<void> {
  await live(tx, key).set({ paused }).execute()
}

function live(tx: Tx, { supplierId, connectionId }: ConnectionKey) {
  return tx
    .updateTable('connections')
    .where('supplierId', '=', supplierId)
    .where('connectionId', '=', connectionId)
    .where('state', '<>', 'disconnected')
}

/** False when the revision is not the current one. */
export async function putSettings(
  tx: Tx,
  key: ConnectionKey,
  seenRevision: number,
  settings: {
    readonly priceTier?: string | undefined
    readonly contactGroups?: readonly string[] | undefined
    readonly customFieldMapping?: readonly unknown[] | undefined
  },
): Promise<boolean> {
  const { priceTier, contactGroups, customFieldMapping } = settings
  const result = await live(tx, key)
    .set({
      revision: seenRevision + 1,
      ...(priceTier === undefined ? {} : { priceTier }),
      ...(contactGroups === undefined ? {} : { contactGroups: json(contactGroups) }),
      ...(customFieldMapping === undefined ? {} : { customFieldMapping: json(customFieldMapping) }),
    })
    .where('revision', '=', seenRevision)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** False when the state was another, or the failed call was made with a key that has been replaced since. */
export async function putNeedsAttention(
  tx: Tx,
  key: ConnectionKey,
  cause: {
    readonly code: string
    readonly sentence: string
    readonly at: Date
    readonly envelope?: string | undefined
  },
): Promise<boolean> {
  let update = live(tx, key)
    .set({
      state: 'needs-attention',
      stateCode: cause.code,
      stateSentence: cause.sentence,
      stateSince: cause.at,
    })
    .where((eb) => eb.or([eb('state', '=', 'connected'), eb('stateCode', 'is distinct from', cause.code)]))
  if (cause.envelope !== undefined) update = update.where('keyEnvelope', '=', cause.envelope)
  const result = await update.executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** One more failure in a row, unless another loop's failure set the back-off just now. */
export async function putBackOff(
  tx: Tx,
  key: ConnectionKey,
  failure: {
    readonly code: string
    readonly sentence: string
    readonly at: Date
    readonly failures: number
    readonly retryAt: Date
  },
): Promise<void> {
  await live(tx, key)
    .set({
      failures: failure.failures,
      retryAt: failure.retryAt,
      stateCode: failure.code,
      stateSentence: failure.sentence,
    })
    .where('state', '=', 'connected')
    .execute()
}

/** Ends a back-off; the failures in a row until now, 0 when there was none. */
export async function clearBackOff(tx: Tx, key: ConnectionKey): Promise<number> {
  const row = await tx
    .selectFrom('connections')
    .select('failures')
    .where('supplierId', '=', key.supplierId)
    .where('connectionId', '=', key.connectionId)
    .where('state', '=', 'connected')
    .where((eb) => eb.or([eb('failures', '>', 0), eb('retryAt', 'is not', null)]))
    .forUpdate()
    .executeTakeFirst()
  if (!row) return 0
  await live(tx, key)
    .set({ failures: 0, retryAt: null, stateCode: null, stateSentence: null })
    .where('state', '=', 'connected')
    .execute()
  return row.failures
}

export async function putPermissions(
  tx: Tx,
  key: ConnectionKey,
  permissions: readonly PermissionLine[],
): Promise<void> {
  await live(tx, key)
    .set({ permissions: json(permissions) })
    .execute()
}
