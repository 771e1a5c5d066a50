/** From what the ERP said of a push to what is recorded: accepted, waiting, unclear, or parked with its sentence and fixes. */
import type { ErpFailure, SalesOrderIntent } from '../erp/port.ts'
import { asId } from '../core/ids.ts'
import { quotation } from '../core/quotation.ts'
import type { Tx } from '../db/transact.ts'
import { LINKED_ELSEWHERE, openEntry } from '../inbox/inbox-store.ts'
import { holdOrders } from '../orders/order-store.ts'
import { type AcceptedSale, recordAcceptances } from '../orders/record-acceptance.ts'
import { recordParked, recordWaiting } from '../orders/record-trouble.ts'
import { holdersOf } from '../pushes/accepted-store.ts'
import { type PushRow, changePush, othersGotThrough } from '../pushes/push-store.ts'
import { MAX_ABSENT, TELL_AFTER_ATTEMPTS, backOff, nextLook, retryAt, thatGoesOn } from './push-policy.ts'
import { type PushSession, note } from './push-session.ts'

export interface Candidate {
  readonly push: PushRow
  readonly intent: SalesOrderIntent
  /** An earlier create had no clear outcome, and the ERP does not show its sales order. */
  readonly inDoubt?: true
}

export const REFUSED_IN_DOUBT = 'refused-in-doubt'

export interface Accepted {
  readonly candidate: Candidate
  readonly key: string
  readonly reference: string
  readonly how: 'created' | 'found'
}

/** The ERP has them. They are due to be read back at once, or, when this worker has begun that, at `readBackAt`. */
export async function noteAccepted(
  session: PushSession,
  accepted: readonly Accepted[],
  readBackAt?: Date,
): Promise<void> {
  if (accepted.length === 0) return
  const { supplierId, connectionId, leaseOwner } = session
  await note(session, async (tx) => {
    const remoteKeys = accepted.map(({ key }) => key)
    const holders = await holdersOf(tx, { supplierId, connectionId, remoteKeys })
    const sales: AcceptedSale[] = []
    for (const { candidate, key, reference, how } of accepted) {
      const { push } = candidate
      const holder = holders.get(key)
      if (holder && holder.orderId !== push.orderId) {
        await parkLinkedElsewhere(tx, session, { push, key, holder: holder.reference })
        continue
      }
      // Should the ERP name one key twice, only the first can have it.
      holders.set(key, push)
      sales.push({
        orderId: push.orderId,
        remoteKey: key,
        remoteReference: reference,
        how,
      })
    }
    const now = session.clock.now()
    await recordAcceptances(tx, {
      supplierId,
      connectionId,
      leaseOwner,
      sales,
      readBackAt: readBackAt ?? now,
      now,
    })
  })
}

/** The sales order was linked to another order by hand: a person must say which of the two it is. */
function parkLinkedElsewhere(
  tx: Tx,
  session: PushSession,
  { push, key, holder }: { push: PushRow; key: string; holder: string },
): Promise<void> {
  return recordParked(tx, {
    push,
    leaseOwner: session.leaseOwner,
    now: session.clock.now(),
    problem: {
      code: LINKED_ELSEWHERE,
      sentence: `Sales order ${push.reference} in Cin7 (id ${key}) is this order's, but it was linked to order ${holder} by hand. Cancel the order that is wrong.`,
    },
    unclear: true,
    field: 'reference',
    fixes: [
      { kind: 'link-existing', label: 'Link existing sales order', subjectId: push.orderId },
      { kind: 'retry', label: 'Try again', subjectId: push.orderId },
    ],
  })
}

/** A short transaction that holds the orders before their pushes are changed, as every change of an order does. */
function noteOn(
  session: PushSession,
  pushes: readonly PushRow[],
  work: (tx: Tx) => Promise<void>,
): Promise<void> {
  const { supplierId } = session
  return note(session, async (tx) => {
    await holdOrders(tx, { supplierId, orderIds: pushes.map(({ orderId }) => orderId) })
    await work(tx)
  })
}

/** Surely not carried out, and not the order's fault: it waits. */
export async function noteWaiting(
  session: PushSession,
  pushes: readonly PushRow[],
  failure: ErpFailure,
): Promise<void> {
  if (pushes.length === 0) return
  await noteOn(session, pushes, async (tx) => {
    const now = session.clock.now()
    for (const push of pushes) {
      await recordWaiting(tx, {
        push,
        leaseOwner: session.leaseOwner,
        now,
        problem: {
          code: failure.code,
          sentence: thatGoesOn(failure, 'It is tried again by itself.'),
          said: failure.said,
        },
        nextAttemptAt: retryAt(failure, now),
        unclear: push.unclear,
      })
    }
  })
}

/** A create was sent and nothing readable came back: look it up before anything else. */
export async function noteUnclear(
  session: PushSession,
  pushes: readonly PushRow[],
  why: string,
): Promise<void> {
  if (pushes.length === 0) return
  await noteOn(session, pushes, async (tx) => {
    const now = session.clock.now()
    for (const push of pushes) {
      await recordWaiting(tx, {
        push,
        leaseOwner: session.leaseOwner,
        now,
        problem: {
          code: 'unclear',
          sentence: `Cin7 did not say whether it made sales order ${push.reference}. Purvey is looking for it there and makes it again only when it is sure that it is not there.`,
          said: why,
        },
        nextAttemptAt: new Date(now.getTime() + session.timing.firstLookMs),
        // Until when it may still show up was noted when it was sent.
        unclear: true,
      })
    }
  })
}

/** Looked for and not there yet. */
export async function noteStillUnclear(
  session: PushSession,
  pushes: readonly PushRow[],
  failure?: ErpFailure,
): Promise<void> {
  if (pushes.length === 0) return
  await noteOn(session, pushes, async (tx) => {
    const now = session.clock.now()
    for (const push of pushes) {
      const look = nextLook(push, now, session.timing)
      const later = failure && retryAt(failure, now)
      await recordWaiting(tx, {
        push,
        leaseOwner: session.leaseOwner,
        now,
        problem: {
          code: push.problemCode ?? 'unclear',
          sentence:
            push.problemSentence ??
            `Purvey is finding out whether Cin7 has sales order ${push.reference}; it makes it only when it is sure that it is not there.`,
          said: failure?.said ?? push.problemSaid ?? undefined,
        },
        nextAttemptAt: later && later > look ? later : look,
        unclear: true,
      })
    }
  })
}

/**
 * Surely not there after a create was sent. True: it may be created again now. False: parked, because others get through and
 * it alone does not. What fails while nothing gets through is Cin7's trouble, and never parks an order.
 */
export async function noteAbsent(session: PushSession, push: PushRow): Promise<boolean> {
  const now = session.clock.now()
  const { supplierId, orderId } = push
  return note(session, async (tx) => {
    const since = sentAt(session, push)
    const alone = await othersGotThrough(tx, { supplierId, orderId, since })
    const absent = push.absent + (alone ? 1 : 0)
    if (absent < MAX_ABSENT) {
      const held = await changePush(tx, {
        supplierId,
        orderId,
        from: ['sending'],
        leaseOwner: session.leaseOwner,
        set: { absent, unclear: false },
        now,
      })
      if (held && push.attempts >= TELL_AFTER_ATTEMPTS) await tellStillTrying(tx, push, now)
      return held !== undefined
    }
    await recordParked(tx, {
      push,
      leaseOwner: session.leaseOwner,
      now,
      problem: {
        code: 'fails-alone',
        sentence: `Cin7 failed ${absent} times to make sales order ${push.reference} while others went through. Look at its lines and details, change what is unusual, and try again.`,
        said: push.problemSaid ?? undefined,
      },
      unclear: false,
      fixes: [
        { kind: 'edit-order', label: 'Take back to review', subjectId: push.orderId },
        { kind: 'retry', label: 'Try again', subjectId: push.orderId },
        { kind: 'link-existing', label: 'Link existing sales order', subjectId: push.orderId },
      ],
    })
    return false
  })
}

/** When the last create was sent, at the latest. */
function sentAt({ timing }: PushSession, push: PushRow): Date {
  const settled = push.settlesAt?.getTime() ?? push.createdAt.getTime()
  return new Date(settled - timing.requestMs - timing.visibilityMs)
}

/** It goes on by itself, but nobody must have to discover that it has gone on for long. */
async function tellStillTrying(tx: Tx, push: PushRow, now: Date): Promise<void> {
  await openEntry(tx, {
    supplierId: asId(push.supplierId),
    subjectKind: 'push',
    subjectId: push.orderId,
    cause: 'still-trying',
    sentence: `Cin7 has failed ${push.attempts} times to make sales order ${push.reference}. Purvey goes on trying by itself. If Cin7 works for you, look at the order's lines and details for anything unusual, or ask Cin7 support.`,
    said: push.problemSaid ?? undefined,
    fixes: [{ kind: 'link-existing', label: 'Link existing sales order', subjectId: push.orderId }],
    at: now,
  })
}

/** When a create that has been without effect before may be sent again. */
export function createNotBefore(session: PushSession, push: PushRow): Date {
  const settled = push.settlesAt?.getTime() ?? push.createdAt.getTime()
  const again = Math.max(push.absent, push.attempts - 1)
  return new Date(again === 0 ? 0 : settled + backOff(again, session.timing))
}

/** Cin7's no, as a sentence; in its own words where it gave any. */
export function turnedDown({ reference }: PushRow, said: string | undefined): string {
  return said === undefined
    ? `Cin7 turned sales order ${reference} down and gave no reason.`
    : `Cin7 turned sales order ${reference} down: ${quotation(said)}`
}

/** Turned down although an earlier create may have made it: it is looked for until it would surely show up. */
export async function noteRefusedInDoubt(
  session: PushSession,
  { push }: Candidate,
  said: string | undefined,
): Promise<void> {
  await noteOn(session, [push], (tx) => {
    const now = session.clock.now()
    return recordWaiting(tx, {
      push,
      leaseOwner: session.leaseOwner,
      now,
      problem: {
        code: REFUSED_IN_DOUBT,
        sentence: `${turnedDown(push, said)} An earlier attempt may have made it, so Purvey looks for it in Cin7 first.`,
        said,
      },
      nextAttemptAt: new Date(now.getTime() + session.timing.firstLookMs),
      unclear: true,
    })
  })
}
