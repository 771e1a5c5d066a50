/**
 * All SQL on pushes: what must reach the ERP. Every change of state is guarded by the state or the lease that the caller
 * saw; no row changed means that somebody else was faster.
 */
import { sql } from 'kysely'
import { anyId } from '../db/any-of.ts'
import type { PushesTable } from '../db/tables.ts'
import type { Tx } from '../db/transact.ts'
import type { Selectable, Updateable } from 'kysely'

export type PushRow = Selectable<PushesTable>

export interface Lease {
  readonly owner: string
  readonly until: Date
}

/** The pushes of orders, locked until the transaction ends. Lock the orders first. */
export async function lockPushes(
  tx: Tx,
  { supplierId, orderIds }: { supplierId: string; orderIds: readonly string[] },
): Promise<PushRow[]> {
  if (orderIds.length === 0) return []
  return tx
    .selectFrom('pushes')
    .selectAll()
    .where('supplierId', '=', supplierId)
    .where('orderId', '=', anyId(orderIds))
    .orderBy('orderId')
    .forUpdate()
    .execute()
}

/** The push of an order, or undefined. `lock` keeps others from changing it until the transaction ends. */
export async function findPush(
  tx: Tx,
  { supplierId, orderId, lock = false }: { supplierId: string; orderId: string; lock?: boolean },
): Promise<PushRow | undefined> {
  const query = tx
    .selectFrom('pushes')
    .selectAll()
    .where('supplierId', '=', supplierId)
    .where('orderId', '=', orderId)
  return (lock ? query.forUpdate() : query).executeTakeFirst()
}

/** Writes the intents that sales orders shall exist. Their references are fixed here, before any attempt. */
export async function insertPushes(
  tx: Tx,
  {
    supplierId,
    orders,
    at,
  }: { supplierId: string; orders: readonly { orderId: string; number: string }[]; at: Date },
): Promise<void> {
  if (orders.length === 0) return
  const result = await sql`
    insert into pushes (supplier_id, order_id, state, reference, next_attempt_at)
    select ${supplierId}, o.order_id, 'waiting', o.number, ${at}
    from unnest(${orders.map(({ orderId }) => orderId)}::uuid[], ${orders.map(({ number }) => number)}::text[])
      as o (order_id, number)
    -- Approved again after it had gone back to review: the same push, the same reference, the same count of attempts.
    on conflict (supplier_id, order_id) do update set
      state = 'waiting', next_attempt_at = ${at}, problem_code = null, problem_sentence = null, problem_said = null,
      updated_at = ${at}
    where pushes.state = 'cancelled'
  `.execute(tx)
  if (result.numAffectedRows !== BigInt(orders.length))
    throw new Error(`A push of ${orders.map(({ number }) => number).join(', ')} is under way already.`)
}

/**
 * Takes up to `limit` pushes that are due, oldest first, for one worker: those that wait, and those whose worker's lease has
 * run out. Two workers never take the same one. One of which it is unclear whether the ERP has it keeps the connection that it
 * was sent over.
 */
export async function claimDue(
  tx: Tx,
  claim: { supplierId: string; connectionId: string; lease: Lease; now: Date; limit: number },
): Promise<PushRow[]> {
  const rows = await tx
    .with('due', (db) =>
      db
        .selectFrom('pushes')
        .select('orderId')
        .where('supplierId', '=', claim.supplierId)
        .where((where) =>
          where.or([
            where.and([where('state', '=', 'waiting'), where('nextAttemptAt', '<=', claim.now)]),
            where.and([where('state', '=', 'sending'), where('leaseUntil', '<', claim.now)]),
          ]),
        )
        .orderBy('createdAt')
        .orderBy('orderId')
        .limit(claim.limit)
        .forUpdate()
        .skipLocked(),
    )
    .updateTable('pushes')
    .from('due')
    .set({
      state: 'sending',
      leaseOwner: claim.lease.owner,
      leaseUntil: claim.lease.until,
      connectionId: sql`case when unclear then coalesce(connection_id, ${claim.connectionId}) else ${claim.connectionId} end`,
      updatedAt: claim.now,
    })
    .where('pushes.supplierId', '=', claim.supplierId)
    .whereRef('pushes.orderId', '=', 'due.orderId')
    .returningAll('pushes')
    .execute()
  return rows.toSorted(
    (a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.orderId < b.orderId ? -1 : 1),
  )
}

/**
 * Keeps a worker's lease alive on everything that it still holds. What is being changed at this moment is left for the next
 * time: to wait for it here, holding others, could be to wait for one that waits for those.
 */
export async function renewLease(
  tx: Tx,
  renewal: { supplierId: string; lease: Lease; now: Date },
): Promise<void> {
  await tx
    .with('held', (db) =>
      db
        .selectFrom('pushes')
        .select('orderId')
        .where('supplierId', '=', renewal.supplierId)
        .where('state', '=', 'sending')
        .where('leaseOwner', '=', renewal.lease.owner)
        .where('leaseUntil', '>', renewal.now)
        .forUpdate()
        .skipLocked(),
    )
    .updateTable('pushes')
    .from('held')
    .set({ leaseUntil: renewal.lease.until })
    .where('pushes.supplierId', '=', renewal.supplierId)
    .whereRef('pushes.orderId', '=', 'held.orderId')
    .execute()
}

/**
 * The last step before a create is sent: notes that from now on the ERP may have them. False when the lease of even one was
 * lost: then nothing is noted of any, and nothing may be sent.
 */
export async function markPosting(
  tx: Tx,
  posting: { supplierId: string; orderIds: readonly string[]; lease: Lease; settlesAt: Date; now: Date },
): Promise<boolean> {
  const held = await tx
    .selectFrom('pushes')
    .select('orderId')
    .where('supplierId', '=', posting.supplierId)
    .where('orderId', '=', anyId(posting.orderIds))
    .where('state', '=', 'sending')
    .where('leaseOwner', '=', posting.lease.owner)
    .where('leaseUntil', '>', posting.now)
    .orderBy('orderId')
    .forUpdate()
    .execute()
  if (held.length < posting.orderIds.length) return false
  await tx
    .updateTable('pushes')
    .set((set) => ({
      unclear: true,
      settlesAt: posting.settlesAt,
      attempts: set('attempts', '+', 1),
      leaseUntil: posting.lease.until,
      updatedAt: posting.now,
    }))
    .where('supplierId', '=', posting.supplierId)
    .where('orderId', '=', anyId(posting.orderIds))
    .execute()
  return true
}

/** When the next push is due on a connection, of any kind; undefined when none waits. What another one has is read back there. */
export async function nextDue(
  tx: Tx,
  { supplierId, connectionId }: { supplierId: string; connectionId: string },
): Promise<Date | undefined> {
  const row = await tx
    .selectFrom('pushes')
    .select(
      sql<Date | null>`min(case when state = 'waiting' then next_attempt_at when state = 'sending' then lease_until else verify_at end)`.as(
        'at',
      ),
    )
    .where('supplierId', '=', supplierId)
    .where((where) =>
      where.or([
        where('state', 'in', ['waiting', 'sending']),
        where.and([where('verifyAt', 'is not', null), where('connectionId', '=', connectionId)]),
      ]),
    )
    .executeTakeFirst()
  return row?.at ?? undefined
}

/**
 * Changes a push that is in one of the expected states, and held by the lease's owner where one is given. Returns the row
 * as it is then, or undefined when it was not in such a state any more.
 */
export async function changePush(
  tx: Tx,
  change: {
    supplierId: string
    orderId: string
    from: readonly PushRow['state'][]
    leaseOwner?: string
    set: Updateable<PushesTable>
    now: Date
  },
): Promise<PushRow | undefined> {
  let query = tx
    .updateTable('pushes')
    .set({ ...change.set, updatedAt: change.now })
    .where('supplierId', '=', change.supplierId)
    .where('orderId', '=', change.orderId)
    .where('state', 'in', [...change.from])
  if (change.leaseOwner !== undefined) query = query.where('leaseOwner', '=', change.leaseOwner)
  return query.returningAll().executeTakeFirst()
}

/** Whether another order's sales order was made on this connection since `since`: then trouble is with one order alone. */
export async function othersGotThrough(
  tx: Tx,
  { supplierId, orderId, since }: { supplierId: string; orderId: string; since: Date },
): Promise<boolean> {
  const row = await tx
    .selectFrom('pushes')
    .select('orderId')
    .where('supplierId', '=', supplierId)
    .where('orderId', '<>', orderId)
    .where('how', '=', 'created')
    .where('acceptedAt', '>', since)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
