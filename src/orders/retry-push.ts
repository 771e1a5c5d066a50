/** Tries parked pushes again: one order's, or all that are parked for the same cause. */
import { type Tx, transact } from '../db/transact.ts'
import { UNCLEAR_ELSEWHERE, closeEntriesOf } from '../inbox/inbox-store.ts'
import { liveConnection } from '../links/live-connection.ts'
import { type PushRow, changePush } from '../pushes/push-store.ts'
import { type GuardRefusal, guard } from './change-guard.ts'
import type { OrderContext, Person } from './order-context.ts'
import { addEvent, person, purvey } from './order-events.ts'
import { changePlumbing, holdOrders } from './order-store.ts'

export async function retryPush(
  context: OrderContext,
  who: Person,
  { orderId }: { orderId: string },
): Promise<{ orderId: string } | GuardRefusal> {
  return transact(context.db, who, async (tx) => {
    const guarded = await guard(tx, { supplierId: who.supplierId, orderId, action: 'retry' })
    if ('refused' in guarded) return guarded
    if (guarded.push) await forgetElsewhere(context, tx, guarded.push)
    await wakePushes(context, tx, { who, orderIds: [orderId], why: 'Tried again' })
    return { orderId }
  })
}

/** The person has looked in the other account: it is not there, and is made where the supplier is connected now. */
async function forgetElsewhere({ clock }: OrderContext, tx: Tx, push: PushRow): Promise<void> {
  if (push.problemCode !== UNCLEAR_ELSEWHERE) return
  // Connected to that account again meanwhile: there it is looked for.
  if ((await liveConnection(tx))?.connectionId === push.connectionId) return
  await changePush(tx, {
    supplierId: push.supplierId,
    orderId: push.orderId,
    from: ['parked'],
    set: { unclear: false, connectionId: null },
    now: clock.now(),
  })
}

/** How many were set going again. Each that another account may have needs a look of its own there, so those are left. */
export async function retryAllPushes(
  context: OrderContext,
  who: Person,
  { cause }: { cause: string },
): Promise<number> {
  return transact(context.db, who, async (tx) => {
    const rows = await tx
      .selectFrom('pushes')
      .select('orderId')
      .where('supplierId', '=', who.supplierId)
      .where('state', '=', 'parked')
      .where('problemCode', '=', cause)
      .where('problemCode', '<>', UNCLEAR_ELSEWHERE)
      .execute()
    return wakePushes(context, tx, { who, orderIds: rows.map((row) => row.orderId), why: 'Tried again' })
  })
}

/** Sets parked pushes going in the caller's transaction; those that are not parked any more are left alone. */
export async function wakePushes(
  { clock, jobs }: Pick<OrderContext, 'clock' | 'jobs'>,
  tx: Tx,
  { who, orderIds, why }: { who: Waker; orderIds: readonly string[]; why: string },
): Promise<number> {
  const now = clock.now()
  const { supplierId } = who
  let woken = 0
  await holdOrders(tx, { supplierId, orderIds })
  for (const orderId of orderIds) {
    const changed = await changePush(tx, {
      supplierId,
      orderId,
      from: ['parked'],
      set: {
        state: 'waiting',
        nextAttemptAt: now,
        absent: 0,
        problemCode: null,
        problemSentence: null,
        problemSaid: null,
      },
      now,
    })
    if (!changed) continue
    woken += 1
    await changePlumbing(tx, { supplierId, orderId, set: { pushState: 'waiting' }, now })
    await closeEntriesOf(
      tx,
      { supplierId, kind: 'push', id: orderId },
      { by: who.name, reason: why, at: now },
    )
    await addEvent(tx, {
      supplierId,
      orderId,
      at: now,
      kind: 'sales-order-retried',
      actor: who.userId === undefined ? purvey : person(who),
      sentence: why,
    })
  }
  const connection = await liveConnection(tx)
  if (woken > 0 && connection) {
    await jobs.enqueue(tx, 'drain-pushes', { supplierId, connectionId: connection.connectionId })
  }
  return woken
}

/** A person, or Purvey itself when there is no user. */
type Waker = Pick<Person, 'supplierId' | 'name'> & { readonly userId?: string }
