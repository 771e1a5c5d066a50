/**
 * Records that the ERP has an order's sales order: made by us, found after an unclear attempt, or linked by hand; and later
 * what the read-back showed. Called with what the ERP said, inside the caller's transaction.
 */
import { asId } from '../core/ids.ts'
import { closeEntriesOf, doubleId, openEntry } from '../inbox/inbox-store.ts'
import { json } from '../db/json.ts'
import type { Tx } from '../db/transact.ts'
import { acceptPushes, verifyPushes } from '../pushes/accepted-store.ts'
import { type PushRow, changePush, findPush } from '../pushes/push-store.ts'
import { type SeenDifference, areKnown, differenceSentence } from './differences.ts'
import { addEvent, addEvents, cin7, purvey } from './order-events.ts'
import { VOIDED, tellEdits } from './record-edits.ts'
import { changePlumbingOf, holdOrders, lockOrder } from './order-store.ts'
import type { remoteSummary } from './seen-sales-order.ts'

export interface Acceptances {
  readonly supplierId: string
  readonly connectionId: string
  readonly sales: readonly AcceptedSale[]
  /** Who linked them, when a person did. */
  readonly by?: string
  /** The worker that holds the pushes; left out when a person acts. */
  readonly leaseOwner?: string
  readonly readBackAt: Date
  readonly now: Date
}

export interface AcceptedSale {
  readonly orderId: string
  readonly remoteKey: string
  readonly remoteReference: string
  readonly how: 'created' | 'found' | 'linked-by-hand'
}

/** Returns the orders of which it is recorded now; of the others somebody else was faster, and nothing changed. */
export async function recordAcceptances(tx: Tx, it: Acceptances): Promise<ReadonlySet<string>> {
  const { supplierId, now } = it
  await holdOrders(tx, { supplierId, orderIds: it.sales.map(({ orderId }) => orderId) })
  const orderIds = await acceptPushes(tx, it)
  const accepted = new Set(orderIds)
  await changePlumbingOf(tx, { supplierId, orderIds, set: { pushState: 'in-erp' }, now })
  await closeEntriesOf(
    tx,
    { supplierId: asId(supplierId), kind: 'push', ids: orderIds },
    { by: it.by ?? 'Purvey', reason: 'Cin7 has the sales order', at: now },
  )
  // What is found or linked may have been told as a second one before.
  const taken = it.sales.filter(({ how }) => how !== 'created')
  await closeEntriesOf(
    tx,
    {
      supplierId: asId(supplierId),
      kind: 'double',
      ids: taken.map(({ remoteKey }) => doubleId(it.connectionId, remoteKey)),
    },
    { by: it.by ?? 'Purvey', reason: 'It is the sales order of an order here', at: now },
  )
  await addEvents(
    tx,
    it.sales
      .filter(({ orderId }) => accepted.has(orderId))
      .map(({ orderId, how, remoteReference }) => ({
        supplierId,
        orderId,
        at: now,
        kind:
          how === 'created'
            ? 'sales-order-made'
            : how === 'found'
              ? 'sales-order-found'
              : 'sales-order-linked',
        actor: it.by === undefined ? purvey : { kind: 'person', name: it.by },
        sentence: `Sales order ${remoteReference} ${
          how === 'created'
            ? 'made in Cin7'
            : how === 'found'
              ? 'found in Cin7: an earlier attempt had made it, so none was made again'
              : 'in Cin7 linked by hand'
        }`,
      })),
  )
  return accepted
}

const AS_ORDERED =
  'Read back from Cin7 and verified: customer, lines, prices, freight, tax and total are as ordered'

/** Records first read-backs that showed exactly what was asked, and nothing else that would be news. */
export async function recordAsOrdered(
  tx: Tx,
  it: {
    readonly supplierId: string
    readonly seen: readonly { orderId: string; remoteKey: string; remote: unknown }[]
    readonly now: Date
  },
): Promise<void> {
  const { supplierId, now } = it
  await holdOrders(tx, { supplierId, orderIds: it.seen.map(({ orderId }) => orderId) })
  const orderIds = await verifyPushes(tx, it)
  await addEvents(
    tx,
    orderIds.map((orderId) => ({
      supplierId,
      orderId,
      at: now,
      kind: 'sales-order-verified',
      actor: purvey,
      sentence: AS_ORDERED,
    })),
  )
  await closeAsOrdered(tx, { supplierId, orderIds, now })
}

/** Only what a read-back answers: that a cancelled order's sales order is to be voided stands until it is void. */
function closeAsOrdered(
  tx: Tx,
  { supplierId, orderIds, now }: { supplierId: string; orderIds: readonly string[]; now: Date },
): Promise<number> {
  return closeEntriesOf(
    tx,
    {
      supplierId: asId(supplierId),
      kind: 'push',
      ids: orderIds,
      causes: ['different', 'changed-in-erp', 'voided-in-erp', 'dispatch-not-recorded'],
    },
    { by: 'Purvey', reason: 'Cin7 has what was ordered', at: now },
  )
}

/**
 * Records what a read-back showed: exactly what was asked, or the differences. Tells the timeline and inbox of news only.
 * Returns the push as it is then; undefined when it was not waiting for a read-back any more.
 */
export async function recordReadBack(
  tx: Tx,
  seen: {
    readonly push: PushRow
    readonly differences: readonly SeenDifference[]
    readonly remote: ReturnType<typeof remoteSummary> | null
    readonly now: Date
  },
): Promise<PushRow | undefined> {
  const { now } = seen
  const { supplierId, orderId } = seen.push
  const order = await lockOrder(tx, { supplierId, orderId })
  const push = await findPush(tx, { supplierId, orderId, lock: true })
  if (!order || push?.state !== 'in-erp' || push.verifyAt === null) return undefined
  if (push.remoteKey !== seen.push.remoteKey) return undefined
  const isVoid = seen.remote?.['status'] === 'void'
  const differences = isVoid ? VOIDED : seen.differences
  const verified = differences.length === 0 ? 'verified' : 'different'
  const changed = await changePush(tx, {
    supplierId,
    orderId,
    from: ['in-erp'],
    set: {
      verified,
      differences: json(differences),
      remote: json(seen.remote && { ...seen.remote, ...leftOf(push) }),
      remoteSeenAt: now,
      verifyAt: null,
    },
    now,
  })
  if (verified === push.verified && areKnown(push, differences)) return changed
  // What is to be done about a cancelled order's sales order is told already, and done once that is void.
  const isCancelled = order.status === 'cancelled'
  if (isVoid) {
    const reference = push.remoteReference ?? push.reference
    if (!isCancelled) await tellEdits(tx, { order, seen: { status: 'void', reference }, differences, now })
    return changed
  }
  await addEvent(tx, {
    supplierId,
    orderId,
    at: now,
    kind: verified === 'verified' ? 'sales-order-verified' : 'sales-order-different',
    actor: verified === 'verified' ? purvey : cin7,
    sentence:
      verified === 'verified'
        ? AS_ORDERED
        : `Cin7 has something else than was ordered: ${differences.map((difference) => difference.what).join(', ')}`,
    changes: differences.map(({ what, expected, seen: there }) => ({ what, from: expected, to: there })),
  })
  if (verified === 'verified') {
    await closeAsOrdered(tx, { supplierId, orderIds: [orderId], now })
    return changed
  }
  if (isCancelled) return changed
  const first = differences[0]
  await openEntry(tx, {
    supplierId: asId(supplierId),
    subjectKind: 'push',
    subjectId: orderId,
    cause: 'different',
    sentence: differenceSentence(push, differences),
    field: first?.what,
    fixes: [{ kind: 'handled', label: 'Mark as handled', subjectId: null }],
    detail: { differences: differences.map((difference) => ({ ...difference })) },
    at: now,
  })
  return changed
}

/** What is known to have left the warehouse. Whether more has is for `recordDispatch` to tell. */
function leftOf({ remote }: PushRow): { dispatchedAt: string | null; shipped: string } {
  const before = remote as { dispatchedAt?: string | null; shipped?: string } | null
  return { dispatchedAt: before?.dispatchedAt ?? null, shipped: before?.shipped ?? '0' }
}
