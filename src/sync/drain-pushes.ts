/**
 * Sends what waits on a connection. It takes all pushes that are due, commits that, and only then talks to the ERP: looks up
 * what is unclear, creates what is surely absent, reads back what was made. The push rows are the truth; this job is a nudge
 * and may be lost, doubled or killed at any point.
 */
import { asId } from '../core/ids.ts'
import { read, transact } from '../db/transact.ts'
import type { ErpFailure } from '../erp/port.ts'
import type { JobPayloads } from '../jobs/queue.ts'
import { type PushRow, claimDue, nextDue } from '../pushes/push-store.ts'
import { buildIntents } from '../sales-orders/build-intents.ts'
import { createPushes, holdBack } from './create-pushes.ts'
import { lookUpPushes } from './look-up-pushes.ts'
import { noteLoop } from './loop-store.ts'
import type { Candidate } from './note-outcomes.ts'
import { noteUnmappable } from './note-parked.ts'
import { type PushDeps, type PushSession, holding, leaseUntil, startSession } from './push-session.ts'
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
  await reconsiderParked(session)
  let healthy = true
  for (let round = 0; round < MAX_ROUNDS && !signal.aborted; round += 1) {
    const claimed = await claim(session)
    // Read back once nothing is left to be made: one call then reads as many as it can.
    const goOn = claimed.length > 0 ? (healthy = await send(session, claimed)) : await readBackPushes(session)
    if (!goOn) break
  }
  await goOnLater(deps, payload, healthy ? undefined : inTrouble)
}

const inTrouble: ErpFailure = {
  ok: false,
  kind: 'busy',
  code: 'connection-trouble',
  sentence: 'Cin7 was in trouble at the last attempt. What waits goes on by itself.',
  waitMs: 0,
}

/** Takes what is due, and sets an alarm for the case that this worker dies with it. */
async function claim(session: PushSession): Promise<PushRow[]> {
  const { supplierId, connectionId } = session
  return transact(session.db, { supplierId }, async (tx) => {
    const now = session.clock.now()
    const until = leaseUntil(session, now)
    const claimed = await claimDue(tx, {
      supplierId,
      connectionId,
      lease: { owner: session.leaseOwner, until },
      now,
      limit: session.open.erp.maxBatch,
    })
    if (claimed.length > 0) {
      await tx
        .updateTable('orders')
        .set({ pushState: 'sending' })
        .where('supplierId', '=', supplierId)
        .where(
          'orderId',
          'in',
          claimed.map((push) => push.orderId),
        )
        .execute()
      await session.jobs.enqueue(
        tx,
        'drain-pushes',
        { supplierId, connectionId },
        { startAfter: new Date(until.getTime() + 1_000) },
      )
    }
    return claimed
  })
}

async function send(session: PushSession, claimed: readonly PushRow[]): Promise<boolean> {
  const { supplierId, connectionId } = session
  return holding(session, new Set(claimed.map((push) => push.orderId)), async () => {
    const intents = await read(session.db, { supplierId }, (tx) =>
      buildIntents(tx, { supplierId, connectionId, pushes: claimed, publicUrl: session.publicUrl }),
    )
    const sentBefore: Candidate[] = []
    const fresh: Candidate[] = []
    for (const push of claimed) {
      const intent = intents.get(push.orderId)
      if (!intent) throw new Error(`The order of push ${push.reference} is gone.`)
      // Whatever the earlier attempts said, one look costs less than a second sales order.
      const isFresh = !push.unclear && push.attempts === 0
      if (isFresh) fresh.push({ push, intent })
      else sentBefore.push({ push, intent })
    }
    const absent = await lookUpPushes(session, sentBefore)
    if (absent) return createPushes(session, await mappable(session, [...absent, ...fresh]))
    await holdBack(session, fresh)
    return false
  })
}

/** Those that can be put into the ERP's terms; the others are parked with what is missing. */
async function mappable(session: PushSession, candidates: readonly Candidate[]): Promise<Candidate[]> {
  const ready: Candidate[] = []
  for (const candidate of candidates) {
    const mapped = session.open.erp.previewSalesOrder(candidate.intent)
    if (mapped.ok) ready.push(candidate)
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
    const due = await nextDue(tx, supplierId)
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
