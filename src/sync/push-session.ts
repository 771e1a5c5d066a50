/**
 * One worker's hold on the pushes it took: the ERP that is open, the lease, and short transactions to note what happened.
 * HTTP happens between these transactions, never inside one.
 */
import type { ErpDoor, OpenErp } from '../connections/erp-door.ts'
import { recordPermission } from '../connections/record-permission.ts'
import type { Clock } from '../core/clock.ts'
import { type SupplierId, newId } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import { type Committing, type Db, type Tx, transact } from '../db/transact.ts'
import type { ErpContext, ErpFailure } from '../erp/port.ts'
import type { JobQueue } from '../jobs/queue.ts'
import { markPosting, renewLease } from '../pushes/push-store.ts'
import type { Progress } from './one-ahead.ts'
import type { PushTiming } from './push-policy.ts'

export interface PushDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly jobs: JobQueue
  readonly erp: ErpDoor
  /** Where people reach this installation, for links in the ERP; empty when unknown. */
  readonly publicUrl: string
  readonly timing: PushTiming
}

export interface PushSession extends PushDeps {
  readonly supplierId: SupplierId
  readonly connectionId: string
  readonly open: OpenErp
  readonly leaseOwner: string
  readonly signal: AbortSignal
  /** Why the last call failed, if it did. */
  trouble: ErpFailure | undefined
}

export function startSession(
  deps: PushDeps,
  more: { supplierId: SupplierId; connectionId: string; open: OpenErp; signal: AbortSignal },
): PushSession {
  return { ...deps, ...more, leaseOwner: newId(), trouble: undefined }
}

/** A short transaction of the session's supplier. */
export function note<T>(
  session: PushSession,
  work: (tx: Tx) => Promise<T>,
  committing?: Committing,
): Promise<T> {
  return transact(session.db, { supplierId: session.supplierId }, work, committing)
}

export function leaseUntil(session: PushSession, now: Date): Date {
  return new Date(now.getTime() + session.timing.leaseMs)
}

/** Renews the lease on all that the session holds, every third of it, until `work` ends, however long the ERP takes. */
export async function holding<T>(session: PushSession, work: () => Promise<T>): Promise<T> {
  let isRenewing = false
  const timer = setInterval(() => {
    if (isRenewing) return
    isRenewing = true
    const now = session.clock.now()
    note(session, (tx) =>
      renewLease(tx, {
        supplierId: session.supplierId,
        lease: { owner: session.leaseOwner, until: leaseUntil(session, now) },
        now,
      }),
    )
      .catch((error: unknown) => session.log.warn({ err: error }, 'A push lease could not be renewed'))
      .finally(() => {
        isRenewing = false
      })
  }, session.timing.leaseMs / 3)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}

/** How long a create that is under way may still be answered after the worker was told to stop. */
const PATIENCE_MS = 10_000

/** Aborts a while after the other: an answer that is on its way says more than any look-up later. */
function patiently(signal: AbortSignal, patienceMs: number): AbortSignal {
  const later = new AbortController()
  const start = (): void => void setTimeout(() => later.abort(), patienceMs).unref()
  if (signal.aborted) start()
  else signal.addEventListener('abort', start, { once: true })
  return later.signal
}

/**
 * The context for a create: once the budget allows the call, and just before it is sent, it is noted that the ERP may have
 * these orders from now on. If the lease of even one was lost meanwhile, or the work is to stop, nothing is sent.
 * What it tells of its progress is as in `Progress`.
 */
export function creatingContext(
  session: PushSession,
  orderIds: readonly string[],
  { left, gone }: Partial<Progress>,
): ErpContext {
  const { context } = session.open
  return {
    ...context,
    signal: patiently(session.signal, PATIENCE_MS),
    reserve: async (call) => {
      const reserved = await context.reserve({ ...call, ...(left ? { onWait: left } : {}) })
      if (!reserved.ok || call.method !== 'POST') return reserved
      if (session.signal.aborted) return stopped
      const now = session.clock.now()
      const held = await note(session, (tx) =>
        markPosting(tx, {
          supplierId: session.supplierId,
          orderIds,
          lease: { owner: session.leaseOwner, until: leaseUntil(session, now) },
          settlesAt: new Date(now.getTime() + session.timing.requestMs + session.timing.visibilityMs),
          now,
        }),
      )
      left?.()
      gone?.()
      return held ? reserved : leaseLost
    },
  }
}

/** Why something was not sent although nothing is wrong. */
export const stopped: ErpFailure = {
  ok: false,
  kind: 'busy',
  code: 'stopped',
  sentence: 'The worker was stopped before it was sent; another goes on with it.',
}

/** Why what was taken is not gone on with. */
export const inTrouble: ErpFailure = {
  ok: false,
  kind: 'busy',
  code: 'connection-trouble',
  sentence: 'Cin7 was in trouble at the last attempt. What waits goes on by itself.',
  waitMs: 0,
}

const leaseLost: ErpFailure = {
  ok: false,
  kind: 'busy',
  code: 'lease-lost',
  sentence: 'Another worker has taken over part of what was about to be sent together; it goes on by itself.',
}

/** Tells the connection how a call went, and keeps the permission report true. */
export async function report(
  session: PushSession,
  outcome: ErpFailure | 'ok',
  created = false,
): Promise<void> {
  const { supplierId, connectionId } = session
  session.trouble = outcome === 'ok' ? undefined : outcome
  if (outcome !== 'ok' && outcome.code === 'lease-lost') return
  await session.erp.report(supplierId, connectionId, outcome)
  if (created && outcome === 'ok') {
    await note(session, (tx) =>
      recordPermission(tx, {
        supplierId,
        connectionId,
        resource: 'SalesOrders',
        verb: 'create',
        state: 'proven',
      }),
    )
  }
}
