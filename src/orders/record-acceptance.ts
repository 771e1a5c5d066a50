/**
 * Records that the ERP has an order's sales order: made by us, found after an unclear attempt, or linked by hand; and later
 * what the read-back showed. Called with what the ERP said, inside the caller's transaction.
 */
import { asId } from '../core/ids.ts'
import { closeEntriesOf, openEntry } from '../inbox/inbox-store.ts'
import { json } from '../db/json.ts'
import type { Tx } from '../db/transact.ts'
import { type PushRow, changePush, findPush } from '../pushes/push-store.ts'
import { addEvent, cin7, purvey } from './order-events.ts'
import { changePlumbing, lockOrder } from './order-store.ts'

export interface Acceptance {
  readonly supplierId: string
  readonly orderId: string
  readonly connectionId: string
  readonly remoteKey: string
  readonly remoteReference: string
  readonly how: 'created' | 'found' | 'linked-by-hand'
  /** Who linked it, when a person did. */
  readonly by?: string
  /** The worker that holds the push; left out when a person acts. */
  readonly leaseOwner?: string
  readonly sent?: unknown
  readonly now: Date
}

/** False: the push was not in a state to be accepted any more (somebody else was faster), and nothing changed. */
export async function recordAcceptance(tx: Tx, acceptance: Acceptance): Promise<boolean> {
  const { supplierId, orderId, now, how } = acceptance
  const push = await changePush(tx, {
    supplierId,
    orderId,
    from: how === 'linked-by-hand' ? ['waiting', 'parked'] : ['sending'],
    ...(acceptance.leaseOwner === undefined ? {} : { leaseOwner: acceptance.leaseOwner }),
    set: {
      state: 'in-erp',
      connectionId: acceptance.connectionId,
      remoteKey: acceptance.remoteKey,
      remoteReference: acceptance.remoteReference,
      how,
      unclear: false,
      acceptedAt: now,
      verifyAt: now,
      leaseOwner: null,
      leaseUntil: null,
      problemCode: null,
      problemSentence: null,
      problemSaid: null,
      ...(acceptance.sent === undefined ? {} : { sent: json(acceptance.sent) }),
    },
    now,
  })
  if (!push) return false
  await changePlumbing(tx, { supplierId, orderId, set: { pushState: 'in-erp' }, now })
  await closeEntriesOf(
    tx,
    { supplierId: asId(supplierId), kind: 'push', id: orderId },
    { by: acceptance.by ?? 'Purvey', reason: 'Cin7 has the sales order', at: now },
  )
  const name = `Sales order ${acceptance.remoteReference}`
  await addEvent(tx, {
    supplierId,
    orderId,
    at: now,
    kind:
      how === 'created' ? 'sales-order-made' : how === 'found' ? 'sales-order-found' : 'sales-order-linked',
    actor: acceptance.by === undefined ? purvey : { kind: 'person', name: acceptance.by },
    sentence:
      how === 'created'
        ? `${name} made in Cin7`
        : how === 'found'
          ? `${name} found in Cin7: an earlier attempt had made it, so none was made again`
          : `${name} in Cin7 linked by hand`,
  })
  return true
}

export interface SeenDifference {
  readonly what: string
  readonly expected: string
  readonly seen: string
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
  if (verified === push.verified && JSON.stringify(differences) === JSON.stringify(push.differences))
    return changed
  await addEvent(tx, {
    supplierId,
    orderId,
    at: now,
    kind: verified === 'verified' ? 'sales-order-verified' : 'sales-order-different',
    actor: verified === 'verified' ? purvey : cin7,
    sentence:
      verified === 'verified'
        ? 'Read back from Cin7 and verified: customer, lines, prices, freight, tax and total are as ordered'
        : `Cin7 has something else than was ordered: ${differences.map((difference) => difference.what).join(', ')}`,
    changes: differences.map(({ what, expected, seen: there }) => ({ what, from: expected, to: there })),
  })
  if (verified === 'verified') {
    await closeEntriesOf(
      tx,
      { supplierId: asId(supplierId), kind: 'push', id: orderId },
      { by: 'Purvey', reason: 'Cin7 has what was ordered', at: now },
    )
    return changed
  }
  const first = differences[0]
  await openEntry(tx, {
    supplierId: asId(supplierId),
    subjectKind: 'push',
    subjectId: orderId,
    cause: 'different',
    sentence: `Sales order ${push.remoteReference ?? push.reference} in Cin7 differs from the order. ${first?.what ?? ''}: ordered ${first?.expected ?? ''}, Cin7 has ${first?.seen ?? ''}${differences.length > 1 ? `, and ${differences.length - 1} more` : ''}. Correct it in Cin7, or mark this as handled.`,
    field: first?.what,
    fixes: [{ kind: 'handled', label: 'Mark as handled', subjectId: null }],
    detail: { differences: differences.map((difference) => ({ ...difference })) },
    at: now,
  })
  return changed
}
