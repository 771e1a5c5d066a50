/**
 * Records how a push failed: it waits for another try, it is unclear whether the ERP has it, or it is parked until a person
 * acts. Nothing is ever dropped, and nothing is stuck without a sentence.
 */
import { asId } from '../core/ids.ts'
import { type EntryFix, openEntry } from '../inbox/inbox-store.ts'
import type { Tx } from '../db/transact.ts'
import { type PushRow, changePush } from '../pushes/push-store.ts'
import { addEvent, purvey } from './order-events.ts'
import { changePlumbing, holdOrders } from './order-store.ts'

interface Held {
  readonly push: PushRow
  readonly leaseOwner: string
  readonly now: Date
}

export interface Problem {
  readonly code: string
  readonly sentence: string
  readonly said?: string | undefined
}

/** Back to waiting. `unclear`: a create was sent and nothing was heard. The caller holds the order. */
export async function recordWaiting(
  tx: Tx,
  held: Held & {
    readonly problem: Problem
    readonly nextAttemptAt: Date
    readonly unclear: boolean
  },
): Promise<void> {
  const { push, now, problem } = held
  const changed = await changePush(tx, {
    supplierId: push.supplierId,
    orderId: push.orderId,
    from: ['sending'],
    leaseOwner: held.leaseOwner,
    set: {
      state: 'waiting',
      unclear: held.unclear,
      nextAttemptAt: held.nextAttemptAt,
      leaseOwner: null,
      leaseUntil: null,
      problemCode: problem.code,
      problemSentence: problem.sentence,
      problemSaid: problem.said ?? null,
    },
    now,
  })
  if (!changed) return
  // The same sentence again and again would bury the timeline.
  if (push.problemCode === problem.code && !(held.unclear && !push.unclear)) return
  await addEvent(tx, {
    supplierId: push.supplierId,
    orderId: push.orderId,
    at: now,
    kind: held.unclear ? 'sales-order-unclear' : 'sales-order-held-up',
    actor: purvey,
    sentence: problem.sentence,
  })
}

/** Needs a person: parked with a sentence, and in the error inbox with its fixes. */
export async function recordParked(
  tx: Tx,
  held: Held & {
    readonly problem: Problem
    readonly unclear: boolean
    readonly field?: string | undefined
    readonly fixes: readonly EntryFix[]
    readonly detail?: Parameters<typeof openEntry>[1]['detail']
  },
): Promise<void> {
  const { push, now, problem } = held
  await holdOrders(tx, { supplierId: push.supplierId, orderIds: [push.orderId] })
  const changed = await changePush(tx, {
    supplierId: push.supplierId,
    orderId: push.orderId,
    from: ['sending'],
    leaseOwner: held.leaseOwner,
    set: {
      state: 'parked',
      unclear: held.unclear,
      leaseOwner: null,
      leaseUntil: null,
      problemCode: problem.code,
      problemSentence: problem.sentence,
      problemSaid: problem.said ?? null,
    },
    now,
  })
  if (!changed) return
  await changePlumbing(tx, {
    supplierId: push.supplierId,
    orderId: push.orderId,
    set: { pushState: 'parked' },
    now,
  })
  await addEvent(tx, {
    supplierId: push.supplierId,
    orderId: push.orderId,
    at: now,
    kind: 'sales-order-stuck',
    actor: purvey,
    sentence: problem.sentence,
  })
  await openEntry(tx, {
    supplierId: asId(push.supplierId),
    subjectKind: 'push',
    subjectId: push.orderId,
    cause: problem.code,
    sentence: problem.sentence,
    field: held.field,
    said: problem.said,
    fixes: held.fixes,
    detail: held.detail ?? {},
    at: now,
  })
}
