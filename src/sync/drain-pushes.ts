/**
 * Sends what waits on a connection. It takes all pushes that are due, commits that, and only then talks to the ERP: looks up
 * what is unclear, creates what is surely absent, reads back what was made. The push rows are the truth; this job is a nudge
 * and may be lost, doubled or killed at any point.
 */
import { asId } from '../core/ids.ts'
import { anyId } from '../db/any-of.ts'
import { transact } from '../db/transact.ts'
import type { ErpFailure, SalesOrderIntent } from '../erp/port.ts'
import type { JobPayloads } from '../jobs/queue.ts'
import { type PushRow, claimDue, nextDue } from '../pushes/push-store.ts'
import { buildIntents } from '../sales-orders/build-intents.ts'
import { createPushes, holdBack } from './create-pushes.ts'
import { lookUpPushes } from './look-up-pushes.ts'
import { noteLoop } from './loop-store.ts'
import { type Candidate, noteStillUnclear } from './note-outcomes.ts'
import { noteElsewhere, noteUnmappable } from './note-parked.ts'
import { sendAll } from './one-ahead.ts'
import { type PushDeps, type PushSession, holding, leaseUntil, note, startSession } from './push-session.ts'
import { readBackPushes } from './read-back-pushes.ts'
import { reconsiderParked } from './reconsider-parked.ts'

const MAX_ROUNDS = 200

export async function drainPushes(
  deps: PushDeps,
  payload: JobPayloads['drain-pushes'],
  signal: AbortSignal,
): Promise<void> {
  const supplierId = asId<PushSession['supplierId']>(payload.supplierId)
  const opened = await deps.erp.open(supplierId, 'push', { signal })
  if (!opened.ok) {
    await goOnLater(deps, payload, opened)
    return
  }
  if (opened.value.connectionId !== payload.connectionId) return
  const session = startSession(deps, {
    supplierId,
    connectionId: payload.connectionId,
    open: opened.value,
    signal,
  })
  const healthy = await holding(session, async () => {
    await reconsiderParked(session)
    for (let round = 0; round < MAX_ROUNDS && !signal.aborted; round += 1) {
      if (!(await sendDue(session))) return false
      // Read back once nothing is left to be made: one call then reads as many as it can.
      if (!(await readBackPushes(session))) break
    }
    return true
  })
  await goOnLater(deps, payload, healthy ? undefined : inTrouble)
}

const inTrouble: ErpFailure = {
  ok: false,
  kind: 'busy',
  code: 'connection-trouble',
  sentence: 'Cin7 was in trouble at the last attempt. What waits goes on by itself.',
  waitMs: 0,
}

/** What was taken together: those ready to be sent for the first time, and those of which an earlier attempt may have got through. */
interface Taken {
  readonly fresh: readonly Candidate[]
  readonly sentBefore: readonly Candidate[]
}

interface Claimed extends Taken {
  /** May be in another account, which is not connected now. */
  readonly elsewhere: readonly PushRow[]
}

/** Sends all that is due. False: the connection is in trouble, and what was not sent waits. */
async function sendDue(session: PushSession): Promise<boolean> {
  const { healthy } = await sendAll<Taken>(
    {
      take: () => take(session),
      send: (taken, answered) => send(session, taken, answered),
      giveBack: (taken) => giveBack(session, taken),
    },
    session.signal,
  )
  return healthy
}

/** Takes what is due, and sets an alarm for the case that this worker dies with it. */
async function take(session: PushSession): Promise<Taken | undefined> {
  const { supplierId, connectionId } = session
  const taken = await note(session, async (tx) => {
    const now = session.clock.now()
    const until = leaseUntil(session, now)
    const claimed = await claimDue(tx, {
      supplierId,
      connectionId,
      lease: { owner: session.leaseOwner, until },
      now,
      limit: session.open.erp.maxBatch,
    })
    if (claimed.length === 0) return undefined
    await tx
      .updateTable('orders')
      .set({ pushState: 'sending' })
      .where('supplierId', '=', supplierId)
      .where('orderId', '=', anyId(claimed.map((push) => push.orderId)))
      .execute()
    await session.jobs.enqueue(
      tx,
      'drain-pushes',
      { supplierId, connectionId },
      { startAfter: new Date(until.getTime() + 1_000) },
    )
    const intents = await buildIntents(tx, {
      supplierId,
      connectionId,
      pushes: claimed,
      publicUrl: session.publicUrl,
    })
    return sorted(connectionId, claimed, intents)
  })
  if (!taken) return undefined
  const { fresh, sentBefore, elsewhere } = taken
  await noteElsewhere(session, elsewhere)
  return { sentBefore, fresh: await mappable(session, fresh) }
}

function sorted(
  connectionId: string,
  claimed: readonly PushRow[],
  intents: ReadonlyMap<string, SalesOrderIntent>,
): Claimed {
  const sentBefore: Candidate[] = []
  const fresh: Candidate[] = []
  const elsewhere: PushRow[] = []
  for (const push of claimed) {
    if (push.connectionId !== connectionId) {
      elsewhere.push(push)
      continue
    }
    const intent = intents.get(push.orderId)
    if (!intent) throw new Error(`The order of push ${push.reference} is gone.`)
    // Whatever the earlier attempts said, one look costs less than a second sales order.
    const isFresh = !push.unclear && push.attempts === 0
    if (isFresh) fresh.push({ push, intent })
    else sentBefore.push({ push, intent })
  }
  return { fresh, sentBefore, elsewhere }
}

async function send(
  session: PushSession,
  { fresh, sentBefore }: Taken,
  answered: () => void,
): Promise<boolean> {
  const absent = await lookUpPushes(session, sentBefore)
  if (absent) return createPushes(session, [...(await mappable(session, absent)), ...fresh], answered)
  await holdBack(session, fresh)
  return false
}

/** Of those sent before, what is known stays as it was: they are looked up when their turn comes again. */
async function giveBack(session: PushSession, { fresh, sentBefore }: Taken): Promise<void> {
  await noteStillUnclear(
    session,
    sentBefore.map(({ push }) => push),
    inTrouble,
  )
  await holdBack(session, fresh)
}

/** Those that can be put into the ERP's terms; the others are parked with what is missing. */
async function mappable(session: PushSession, candidates: readonly Candidate[]): Promise<Candidate[]> {
  const ready: Candidate[] = []
  for (const candidate of candidates) {
    const mapped = session.open.erp.previewSalesOrder(candidate.intent)
    if (mapped.ok) ready.push({ ...candidate, record: mapped.value.record })
    else await noteUnmappable(session, candidate.push, mapped.problems)
  }
  return ready
}

/** Notes how it went, and comes back when the next push is due. */
async function goOnLater(
  deps: PushDeps,
  payload: JobPayloads['drain-pushes'],
  failure?: ErpFailure,
): Promise<void> {
  const supplierId = asId<PushSession['supplierId']>(payload.supplierId)
  await transact(deps.db, { supplierId }, async (tx) => {
    const now = deps.clock.now()
    const due = await nextDue(tx, payload)
    const earliest = new Date(now.getTime() + (failure ? Math.max(failure.waitMs ?? 30_000, 250) : 250))
    const nextAt = due && (due > earliest ? due : earliest)
    if (nextAt) await deps.jobs.enqueue(tx, 'drain-pushes', payload, { startAfter: nextAt })
    await noteLoop(tx, {
      ...payload,
      loop: 'pushes',
      endedAt: now,
      outcome: failure?.kind ?? 'ok',
      sentence: failure?.sentence ?? 'Everything that was due has been sent',
      nextAt: nextAt ?? null,
    })
  })
}
