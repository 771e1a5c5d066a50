/**
 * Asks the ERP which sales orders changed since the cursor, and records the news of ours: dispatched, in part, voided, edited,
 * or doubled. The cursor moves in the transaction that stores what it passed, and each run enqueues the next in the same way.
 */
import { asId, type SupplierId } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import type { Clock } from '../core/clock.ts'
import type { ErpDoor, OpenErp } from '../connections/erp-door.ts'
import { type Db, type Tx, read, transact } from '../db/transact.ts'
import type { DispatchCursor, ErpFailure, RemoteSalesOrder } from '../erp/port.ts'
import { closeEntriesOf, doubleId, openEntry } from '../inbox/inbox-store.ts'
import type { JobPayloads, JobQueue } from '../jobs/queue.ts'
import { recordDispatch } from '../orders/record-dispatch.ts'
import { pushesOfRemote } from '../pushes/accepted-store.ts'
import type { PushRow } from '../pushes/push-store.ts'
import { findLoop, noteLoop } from './loop-store.ts'
import { wordsOf } from './watch-loop.ts'

export interface PollDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly jobs: JobQueue
  readonly erp: ErpDoor
  readonly pollEveryMs: number
}

type Payload = JobPayloads['poll-dispatches']

interface Page {
  readonly orders: readonly RemoteSalesOrder[]
  readonly next: DispatchCursor
}

const LONGEST_WAIT_MS = 5 * 60_000

export async function pollDispatches(deps: PollDeps, payload: Payload, signal: AbortSignal): Promise<void> {
  const supplierId = asId<SupplierId>(payload.supplierId)
  const scope = { supplierId }
  const loop = await read(deps.db, scope, (tx) => findLoop(tx, { ...payload, loop: 'dispatches' }))
  const started = deps.clock.now()
  // Another run has come between and set the next one.
  if (payload.dueAt !== undefined && loop?.nextAt && loop.nextAt.toISOString() !== payload.dueAt) return
  // Nudged although a run is on its way soon: polls cost calls, so that run stands.
  if (loop?.lastEndedAt && started.getTime() - loop.lastEndedAt.getTime() < deps.pollEveryMs / 3) {
    if (loop.nextAt && loop.nextAt > started) return
  }
  const opened = await deps.erp.open(supplierId, 'dispatch', { signal })
  if (!opened.ok) {
    await finish(deps, payload, { failure: opened })
    return
  }
  if (opened.value.connectionId !== payload.connectionId) return
  await sweepChanges(deps, {
    payload,
    open: opened.value,
    signal,
    cursor: (loop?.cursor as DispatchCursor | null | undefined) ?? opened.value.erp.cursorAt(started),
  })
}

async function sweepChanges(
  deps: PollDeps,
  on: {
    payload: Payload
    open: OpenErp
    signal: AbortSignal
    cursor: DispatchCursor
  },
): Promise<void> {
  const { payload, open } = on
  let { cursor } = on
  for (;;) {
    const page = await open.erp.changedSalesOrders(open.context, cursor)
    await deps.erp.report(asId(payload.supplierId), payload.connectionId, page.ok ? 'ok' : page)
    if (!page.ok) {
      // The cursor too: what happens from now on must not lie before the first page that is read.
      await finish(deps, payload, { failure: page, cursor })
      return
    }
    try {
      await store(deps, payload, page.value)
    } catch (error) {
      deps.log.error(
        { err: error, supplierId: payload.supplierId },
        'A page of changes is recorded one by one',
      )
      await storeOneByOne(deps, payload, page.value)
    }
    cursor = page.value.next
    if (!page.value.more || on.signal.aborted) break
  }
  await finish(deps, payload, {})
}

/** The news of a page and the cursor behind it, in one transaction. */
async function store(
  deps: PollDeps,
  payload: Payload,
  { orders, next }: { orders: readonly RemoteSalesOrder[]; next?: DispatchCursor },
): Promise<void> {
  const { supplierId, connectionId } = payload
  await transact(deps.db, { supplierId: asId<SupplierId>(supplierId) }, async (tx) => {
    const now = deps.clock.now()
    const pushes = await pushesOfRemote(tx, {
      supplierId,
      connectionId,
      keys: orders.map((order) => order.key),
      references: orders.map((order) => order.reference),
    })
    // Keys and references mean something within their own account only.
    const ours = pushes.filter((push) => push.connectionId === connectionId)
    const byKey = new Map(
      ours.flatMap((push) => (push.remoteKey === null ? [] : [[push.remoteKey, push] as const])),
    )
    const byReference = new Map(ours.map((push) => [push.reference.toLowerCase(), push]))
    const noDoubles: string[] = []
    let readBackDue = false
    for (const seen of orders) {
      const push = byKey.get(seen.key)
      const namesake = byReference.get(seen.reference.toLowerCase())
      if (push?.state === 'in-erp')
        readBackDue = (await recordDispatch(tx, { push, seen, now })) || readBackDue
      else if (namesake && isDouble(namesake, seen)) await tellDouble(tx, { push: namesake, seen, now })
      else noDoubles.push(doubleId(connectionId, seen.key))
    }
    if (readBackDue) await deps.jobs.enqueue(tx, 'drain-pushes', { supplierId, connectionId })
    await closeEntriesOf(
      tx,
      { supplierId: asId(supplierId), kind: 'double', ids: noDoubles },
      { by: 'Purvey', reason: 'It is void in Cin7, or has another reference', at: now },
    )
    if (next) {
      await noteLoop(tx, {
        ...payload,
        loop: 'dispatches',
        endedAt: now,
        outcome: 'ok',
        sentence: 'Changes read from Cin7',
        // Until this run has ended: nobody needs to begin another beside it.
        nextAt: new Date(now.getTime() + deps.pollEveryMs),
        cursor: next,
      })
    }
  })
}

/** One sales order that cannot be recorded must not keep the others, nor itself be passed over in silence. */
async function storeOneByOne(deps: PollDeps, payload: Payload, page: Page): Promise<void> {
  const { supplierId, connectionId } = payload
  for (const seen of page.orders) {
    try {
      await store(deps, payload, { orders: [seen] })
    } catch (error) {
      deps.log.error({ err: error, supplierId, salesOrder: seen.key }, 'A sales order could not be recorded')
      await transact(deps.db, { supplierId: asId<SupplierId>(supplierId) }, async (tx) => {
        const { key, reference } = seen
        const [push] = await pushesOfRemote(tx, { supplierId, connectionId, keys: [key], references: [] })
        if (push) await tellNotRecorded(tx, { push, reference, error, now: deps.clock.now() })
      })
    }
  }
  await store(deps, payload, { orders: [], next: page.next })
}

async function tellNotRecorded(
  tx: Tx,
  { push, reference, error, now }: { push: PushRow; reference: string; error: unknown; now: Date },
): Promise<void> {
  await openEntry(tx, {
    supplierId: asId(push.supplierId),
    subjectKind: 'push',
    subjectId: push.orderId,
    cause: 'dispatch-not-recorded',
    sentence: `Sales order ${reference} changed in Cin7, and Purvey could not record how: ${wordsOf(error)}. Look at it in Cin7, and give this sentence to whoever runs this Purvey. Its next change is read again.`,
    fixes: [{ kind: 'handled', label: 'Mark as handled', subjectId: null }],
    at: now,
  })
}

/** Whether it is a second sales order with the reference of one that is ours: somebody or something made it twice. */
function isDouble(push: PushRow, seen: RemoteSalesOrder): boolean {
  return push.state === 'in-erp' && push.remoteKey !== seen.key && seen.status !== 'void'
}

/** It has an entry of its own, whatever becomes of the order and of its own sales order. */
async function tellDouble(
  tx: Tx,
  { push, seen, now }: { push: PushRow; seen: RemoteSalesOrder; now: Date },
): Promise<void> {
  const subjectId = doubleId(push.connectionId ?? '', seen.key)
  // Each poll looks back a little, and sees the same double again.
  const told = await tx
    .selectFrom('inboxEntries')
    .select('entryId')
    .where('supplierId', '=', push.supplierId)
    .where('subjectKind', '=', 'double')
    .where('subjectId', '=', subjectId)
    // What Purvey closed itself may have come back since.
    .where((where) => where.or([where('closedAt', 'is', null), where('closedBy', '<>', 'Purvey')]))
    .executeTakeFirst()
  if (told) return
  await openEntry(tx, {
    supplierId: asId(push.supplierId),
    subjectKind: 'double',
    subjectId,
    cause: 'double',
    sentence: `Cin7 has two sales orders ${push.reference}: id ${push.remoteKey ?? ''}, which is this order's, and id ${seen.key}${seen.customerName ? ` for ${seen.customerName}` : ''}. If id ${seen.key} was made for this order, void it in Cin7; if it is another order, give it another reference there. This closes by itself then.`,
    field: 'reference',
    fixes: [{ kind: 'handled', label: 'Mark as handled', subjectId: null }],
    detail: { orderId: push.orderId },
    at: now,
  })
}

async function finish(
  deps: PollDeps,
  payload: Payload,
  { failure, cursor }: { failure?: ErpFailure; cursor?: DispatchCursor },
): Promise<void> {
  await transact(deps.db, { supplierId: asId<SupplierId>(payload.supplierId) }, async (tx) => {
    const now = deps.clock.now()
    const wait = failure
      ? Math.min(Math.max(failure.waitMs ?? 0, deps.pollEveryMs), LONGEST_WAIT_MS)
      : deps.pollEveryMs
    const nextAt = new Date(now.getTime() + wait)
    const { supplierId, connectionId } = payload
    const next = { supplierId, connectionId, dueAt: nextAt.toISOString() }
    await deps.jobs.enqueue(tx, 'poll-dispatches', next, { startAfter: nextAt })
    await noteLoop(tx, {
      ...payload,
      loop: 'dispatches',
      endedAt: now,
      outcome: failure?.kind ?? 'ok',
      sentence: failure?.sentence ?? 'Changes read from Cin7',
      nextAt,
      ...(cursor === undefined ? {} : { cursor }),
    })
  })
}
