/**
 * Records that the ERP has an order's sales order: made by us, found after an unclear attempt, or linked by hand; and later
 * what the read-back showed. Called with what the ERP said, inside the caller's transaction.
 */
import { asId } from '../core/ids.ts'
import { closeEntriesOf, openEntry } from '../inbox/inbox-store.ts'
import { json } from '../db/json.ts'
import type { Tx } from '../db/transact.ts'
import { acceptPushes, verifyPushes } from '../pushes/accepted-store.ts'
import { type PushRow, changePush, findPush } from '../pushes/push-store.ts'
import { type SeenDifference, areKnown, differenceSentence } from './differences.ts'
import { addEvent, addEvents, cin7, purvey } from './order-events.ts'
import { changePlumbingOf, holdOrders, lockOrder } from './order-store.ts'

export interface Acceptances {
  readonly supplierId: string
  readonly connectionId: string
  readonly sales: readonly AcceptedSale[]
  /** Who linked them, when a person did. */
  readonly by?: string
  /** The worker that holds the pushes; left out when a person acts. */
  readonly leaseOwner?: string
  readonly now: Date
}

export interface AcceptedSale {
  readonly orderId: string
  readonly remoteKey: string
  readonly remoteReference: string
  readonly how: 'created' | 'found' | 'linked-by-hand'
  readonly sent?: unknown
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

function closeAsOrdered(
  tx: Tx,
  { supplierId, orderIds, now }: { supplierId: string; orderIds: readonly string[]; now: Date },
): Promise<number> {
  return closeEntriesOf(
    tx,
    { supplierId: asId(supplierId), kind: 'push', ids: orderIds },
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
    readonly remote: unknown
    readonly now: Date
  },
): Promise<PushRow | undefined> {
  const { differences, now } = seen
  const { supplierId, orderId } = seen.push
  await lockOrder(tx, { supplierId, orderId })
  const push = await findPush(tx, { supplierId, orderId, lock: true })
  if (push?.state !== 'in-erp' || push.verifyAt === null || push.remoteKey !== seen.push.remoteKey)
    return undefined
  const verified = differences.length === 0 ? 'verified' : 'different'
  const changed = await changePush(tx, {
    supplierId,
    orderId,
    from: ['in-erp'],
    set: {
      verified,
      differences: json(differences),
      remote: json(seen.remote),
      remoteSeenAt: now,
      verifyAt: null,
    },
    now,
  })
  if (verified === push.verified && areKnown(push, differences)) return changed
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
