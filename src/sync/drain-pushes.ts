/**
 * Does what is due on a connection, until nothing is: sends pushes, and reads back what was made. The push rows are the truth;
 * this job is a nudge and may be lost, doubled or killed at any point.
 */
import { asId } from '../core/ids.ts'
import { type Tx, transact } from '../db/transact.ts'
import type { ErpFailure } from '../erp/port.ts'
import type { JobPayloads } from '../jobs/queue.ts'
import { nextDue } from '../pushes/push-store.ts'
import { findLoop, noteLoop } from './loop-store.ts'
import { type Batch, type Take, sendAll } from './one-ahead.ts'
import { type PushDeps, type PushSession, holding, inTrouble, startSession } from './push-session.ts'
import { takeReadBack } from './read-back-pushes.ts'
import { reconsiderParked } from './reconsider-parked.ts'
import { takeDue } from './take-due.ts'

const MAX_ROUNDS = 200

export async function drainPushes(
  deps: PushDeps,
  payload: JobPayloads['drain-pushes'],
  signal: AbortSignal,
): Promise<void> {
  const supplierId = asId<PushSession['supplierId']>(payload.supplierId)
  const opened = await deps.erp.open(supplierId, 'push', { signal })
  if (!opened.ok) {
    await goOnLater(deps, payload, opened, true)
    return
  }
  if (opened.value.connectionId !== payload.connectionId) return
  const session = startSession(deps, {
    supplierId,
    connectionId: payload.connectionId,
    open: opened.value,
    signal,
  })
  let sentInAll = 0
  const healthy = await holding(session, async () => {
    let reconsidered = false
    // After what is due, which need not wait for it.
    const takeWoken = async (): Promise<Batch | undefined> => {
      if (reconsidered) return undefined
      reconsidered = true
      return (await reconsiderParked(session)) > 0 ? takeDue(session) : undefined
    }
    for (let round = 0; round < MAX_ROUNDS && !signal.aborted; round += 1) {
      // What did not fill a call is read back once nothing is left to be made: one call then reads as many as it can.
      const take: Take = async (ahead) =>
        (await takeDue(session)) ?? (await takeWoken()) ?? takeReadBack(session, ahead)
      const { sent, healthy: wentWell } = await sendAll(take, signal)
      sentInAll += sent
      if (!wentWell) return false
      if (sent === 0) break
    }
    return true
  })
  await goOnLater(deps, payload, healthy ? undefined : inTrouble, sentInAll > 0)
}

/** Notes how it went, and comes back when the next push is due. */
async function goOnLater(
  deps: PushDeps,
  payload: JobPayloads['drain-pushes'],
  failure: ErpFailure | undefined,
  wasDue: boolean,
): Promise<void> {
  const supplierId = asId<PushSession['supplierId']>(payload.supplierId)
  await transact(deps.db, { supplierId }, async (tx) => {
    const now = deps.clock.now()
    const due = await nextDue(tx, payload)
    const earliest = new Date(now.getTime() + (failure ? Math.max(failure.waitMs ?? 30_000, 250) : 250))
    const nextAt = due && (due > earliest ? due : earliest)
    if (nextAt) await deps.jobs.enqueue(tx, 'drain-pushes', payload, { startAfter: nextAt })
    const news = failure
      ? { outcome: failure.kind, sentence: failure.sentence }
      : wasDue || !nextAt
        ? { outcome: 'ok', sentence: 'Everything that was due has been sent' }
        : await nothingDue(tx, payload)
    await noteLoop(tx, { ...payload, loop: 'pushes', endedAt: now, ...news, nextAt: nextAt ?? null })
  })
}

/** Nothing had its turn: that is no news of why the rest waits, so a reason that was told before stands. */
async function nothingDue(
  tx: Tx,
  { supplierId, connectionId }: JobPayloads['drain-pushes'],
): Promise<{ outcome: string; sentence: string }> {
  const last = await findLoop(tx, { supplierId, connectionId, loop: 'pushes' })
  const { lastOutcome, lastSentence } = last ?? {}
  if (lastOutcome && lastSentence && !['ok', 'failed'].includes(lastOutcome))
    return { outcome: lastOutcome, sentence: lastSentence }
  return { outcome: 'ok', sentence: 'Nothing was due; what waits is sent when its turn comes' }
}
