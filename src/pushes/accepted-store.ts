/**
 * SQL on pushes whose sales order the ERP has: noting that, taking them for their read-back, and finding them by what the ERP
 * calls them. As in push-store.ts, no row changed means that somebody else was faster.
 */
import { sql } from 'kysely'
import { anyText } from '../db/any-of.ts'
import { json } from '../db/json.ts'
import type { Tx } from '../db/transact.ts'
import type { PushRow } from './push-store.ts'

/**
 * Notes that the ERP has the sales orders: those of a worker that still holds them, or, without a lease, those that nobody is
 * sending. They are due to be read back at `readBackAt`. Returns the orders of which that is so now. Of several with one
 * reference none may be lost, so each has its own key.
 */
export async function acceptPushes(
  tx: Tx,
  it: {
    supplierId: string
    connectionId: string
    leaseOwner?: string
    sales: readonly {
      orderId: string
      remoteKey: string
      remoteReference: string
      how: NonNullable<PushRow['how']>
    }[]
    readBackAt: Date
    now: Date
  },
): Promise<string[]> {
  const { supplierId, connectionId, leaseOwner, readBackAt, now } = it
  const { rows } = await sql<{ orderId: string }>`
    update pushes p set
      state = 'in-erp', connection_id = ${connectionId}, remote_key = s.remote_key, remote_reference = s.remote_reference,
      how = s.how, unclear = false, accepted_at = ${now}, verify_at = ${readBackAt}, lease_owner = null, lease_until = null,
      problem_code = null, problem_sentence = null, problem_said = null, updated_at = ${now}
    from jsonb_to_recordset(${json(
      it.sales.map((sale) => ({
        order_id: sale.orderId,
        remote_key: sale.remoteKey,
        remote_reference: sale.remoteReference,
        how: sale.how,
      })),
    )}::jsonb) as s (order_id uuid, remote_key text, remote_reference text, how text)
    where p.supplier_id = ${supplierId} and p.order_id = s.order_id
      and ${
        leaseOwner === undefined
          ? sql`p.state in ('waiting', 'parked')`
          : sql`p.state = 'sending' and p.lease_owner = ${leaseOwner}`
      }
    returning p.order_id
  `.execute(tx)
  return rows.map(({ orderId }) => orderId)
}

/** Notes first read-backs that showed exactly what was asked. Returns the orders of which that is news. */
export async function verifyPushes(
  tx: Tx,
  it: {
    supplierId: string
    seen: readonly { orderId: string; remoteKey: string; remote: unknown }[]
    now: Date
  },
): Promise<string[]> {
  const { rows } = await sql<{ orderId: string }>`
    update pushes p set
      verified = 'verified', differences = '[]', remote = s.remote, remote_seen_at = ${it.now}, verify_at = null,
      updated_at = ${it.now}
    from jsonb_to_recordset(${json(
      it.seen.map(({ orderId, remoteKey, remote }) => ({ order_id: orderId, remote_key: remoteKey, remote })),
    )}::jsonb) as s (order_id uuid, remote_key text, remote jsonb)
    where p.supplier_id = ${it.supplierId} and p.order_id = s.order_id and p.remote_key = s.remote_key
      and p.state = 'in-erp' and p.verify_at is not null and p.verified is null
    returning p.order_id
  `.execute(tx)
  return rows.map(({ orderId }) => orderId)
}

/** Which orders have these sales orders of the ERP already, by the ERP's key. */
export async function holdersOf(
  tx: Tx,
  of: { supplierId: string; connectionId: string; remoteKeys: readonly string[] },
): Promise<Map<string, { orderId: string; reference: string }>> {
  if (of.remoteKeys.length === 0) return new Map()
  const rows = await tx
    .selectFrom('pushes')
    .select(['remoteKey', 'orderId', 'reference'])
    .where('supplierId', '=', of.supplierId)
    .where('connectionId', '=', of.connectionId)
    .where('remoteKey', '=', anyText(of.remoteKeys))
    .execute()
  return new Map(rows.map(({ remoteKey, ...holder }) => [remoteKey ?? '', holder]))
}

/**
 * Takes pushes that were made but not read back yet, and are due for it, for one worker: others see them due again only after
 * `until`, so that each costs one call. Where fewer than `least` are due, none is taken.
 */
export async function claimVerification(
  tx: Tx,
  claim: { supplierId: string; connectionId: string; now: Date; until: Date; least: number; limit: number },
): Promise<PushRow[]> {
  return tx
    .with('due', (db) =>
      db
        .selectFrom('pushes')
        .select('orderId')
        .where('supplierId', '=', claim.supplierId)
        .where('connectionId', '=', claim.connectionId)
        .where('state', '=', 'in-erp')
        .where('verifyAt', '<=', claim.now)
        .orderBy('verifyAt')
        .orderBy('orderId')
        .limit(claim.limit)
        .forUpdate()
        .skipLocked(),
    )
    .updateTable('pushes')
    .from('due')
    .set({ verifyAt: claim.until })
    .where('pushes.supplierId', '=', claim.supplierId)
    .whereRef('pushes.orderId', '=', 'due.orderId')
    .where((where) =>
      where(where.selectFrom('due').select(sql<number>`count(*)`.as('count')), '>=', claim.least),
    )
    .returningAll('pushes')
    .execute()
}

/** Makes all that a connection has and that is not shipped as a whole due to be read back again. Returns how many. */
export async function readAllBackAgain(
  tx: Tx,
  of: { supplierId: string; connectionId: string; madeAfter: Date; now: Date },
): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('pushes')
    .from('orders')
    .set({ verifyAt: of.now })
    .where('pushes.supplierId', '=', of.supplierId)
    .where('pushes.connectionId', '=', of.connectionId)
    .where('pushes.state', '=', 'in-erp')
    .where('pushes.verifyAt', 'is', null)
    .where('pushes.acceptedAt', '>', of.madeAfter)
    .whereRef('orders.supplierId', '=', 'pushes.supplierId')
    .whereRef('orders.orderId', '=', 'pushes.orderId')
    .where('orders.status', 'in', ['approved', 'part-shipped'])
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Pushes on a connection by the ERP's key of their sales order, and by reference, for matching what the ERP changed. */
export async function pushesOfRemote(
  tx: Tx,
  of: { supplierId: string; connectionId: string; keys: readonly string[]; references: readonly string[] },
): Promise<PushRow[]> {
  if (of.keys.length === 0 && of.references.length === 0) return []
  return tx
    .selectFrom('pushes')
    .selectAll()
    .where('supplierId', '=', of.supplierId)
    .where((where) =>
      where.or([
        where.and([where('connectionId', '=', of.connectionId), where('remoteKey', '=', anyText(of.keys))]),
        where('referenceKey', '=', anyText(of.references.map((reference) => reference.toLowerCase()))),
      ]),
    )
    .execute()
}
