/**
 * Asks the ERP which sales orders changed since the cursor, and records the news of ours: dispatched, in part, voided, edited,
 * or doubled. The cursor moves in the transaction that stores what it passed, and each run enqueues the next in the same way.
 * Where two runs come beside each other, the one that finds the cursor moved by the other ends and leaves all to it.
 */
import { isDeepStrictEqual } from 'node:util'
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
  /** The cursor as this run read it or left it last, and as it stands behind the page. */
  readonly before: DispatchCursor | undefined
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
    await finish(deps, payload, { before: cursorOf(loop), failure: opened })
    return
  }
  if (opened.value.connectionId !== payload.connectionId) return
  await sweepChanges(deps, { payload, open: opened.value, signal, before: cursorOf(loop), started })
}

function cursorOf(loop: Awaited<ReturnType<typeof findLoop>>): DispatchCursor | undefined {
  return (loop?.cursor as DispatchCursor | null | undefined) ?? undefined
}

async function sweepChanges(
  deps: PollDeps,
  on: {
    payload: Payload
    open: OpenErp
    signal: AbortSignal
    before: DispatchCursor | undefined
    started: Date
  },
): Promise<void> {
  const { payload, open } = on
  let { before } = on
  for (;;) {
    const cursor = before ?? open.erp.cursorAt(on.started)
    const page = await open.erp.changedSalesOrders(open.context, cursor)
    await deps.erp.report(asId(payload.supplierId), payload.connectionId, page.ok ? 'ok' : page)
    if (!page.ok) {
      // The cursor too: what happens from now on must not lie before the first page that is read.
      await finish(deps, payload, { before, failure: page, cursor })
      return
    }
    const { orders, next, more } = page.value
    const seen = { orders, before, next }
    let isOurs: boolean
    try {
      isOurs = await store(deps, payload, seen)
    } catch (error) {
      deps.log.error(
        { err: error, supplierId: payload.supplierId },
        'A page of changes is recorded one by one',
      )
      isOurs = await storeOneByOne(deps, payload, seen)
    }
    if (!isOurs) return
    before = next
    if (!more || on.signal.aborted) break
  }
  await finish(deps, payload, { before })
}

/**
 * Whether the cursor stands where this run read it or left it, locked until the transaction ends. If not, another run goes on
 * from where it stands, and sets the next.
 */
async function stillOurs(tx: Tx, payload: Payload, before: DispatchCursor | undefined): Promise<boolean> {
  const loop = await findLoop(tx, { ...payload, loop: 'dispatches', lock: true })
  return isDeepStrictEqual(cursorOf(loop), before && JSON.parse(JSON.stringify(before)))
}

/** The news of a page and the cursor behind it, in one transaction. False: another run was here before, and nothing is stored. */
async function store(deps: PollDeps, payload: Payload, { orders, before, next }: Page): Promise<boolean> {
  return transact(deps.db, { supplierId: asId<SupplierId>(payload.supplierId) }, async (tx) => {
    if (!(await stillOurs(tx, payload, before))) return false
    await recordNews(deps, tx, payload, orders)
    const now = deps.clock.now()
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
    return true
  })
}

async function recordNews(
  deps: PollDeps,
  tx: Tx,
  { supplierId, connectionId }: Payload,
  orders: readonly RemoteSalesOrder[],
): Promise<void> {
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
    if (push?.state === 'in-erp') readBackDue = (await recordDispatch(tx, { push, seen, now })) || readBackDue
    else if (namesake && isDouble(namesake, seen)) await tellDouble(tx, { push: namesake, seen, now })
    else noDoubles.push(doubleId(connectionId, seen.key))
  }
  if (readBackDue) await deps.jobs.enqueue(tx, 'drain-pushes', { supplierId, connectionId })
  await closeEntriesOf(
    tx,
    { supplierId: asId(supplierId), kind: 'double', ids: noDoubles },
    { by: 'Purvey', reason: 'It is void in Cin7, or has another reference', at: now },
  )
}

/** One sales order that cannot be recorded must not keep the others, nor itself be passed over in silence. */
async function storeOneByOne(deps: PollDeps, payload: Payload, page: Page): Promise<boolean> {
  const { supplierId, connectionId } = payload
  for (const seen of page.orders) {
    try {
      await transact(deps.db, { supplierId: asId<SupplierId>(supplierId) }, (tx) =>
        recordNews(deps, tx, payload, [seen]),
      )
    } catch (error) {
      deps.log.error({ err: error, supplierId, salesOrder: seen.key }, 'A sales order could not be recorded')
      await transact(deps.db, { supplierId: asId<SupplierId>(supplierId) }, async (tx) => {
        const { key, reference } = seen
        const [push] = await pushesOfRemote(tx, { supplierId, connectionId, keys: [key], references: [] })
        if (push) await tellNotRecorded(tx, { push, reference, error, now: deps.clock.now() })
      })
    }
  }
  return store(deps, payload, { ...page, orders: [] })
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
  {
    before,
    failure,
    cursor,
  }: { before: DispatchCursor | undefined; failure?: ErpFailure; cursor?: DispatchCursor },
): Promise<void> {
  await transact(deps.db, { supplierId: asId<SupplierId>(payload.supplierId) }, async (tx) => {
    if (!(await stillOurs(tx, payload, before))) return
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
