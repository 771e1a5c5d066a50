/**
 * Finds out whether the ERP has sales orders of which that is unclear. What is found is taken for ours only if customer and
 * lines match; what is not found counts as absent only once it is sure that it is not merely late.
 */
import type { FoundSalesOrder } from '../erp/port.ts'
import {
  type Candidate,
  createNotBefore,
  noteAbsent,
  noteAccepted,
  noteStillUnclear,
  noteTaken,
  noteTurnedDown,
} from './note-outcomes.ts'
import { type PushSession, report } from './push-session.ts'

/** Looks up unclear pushes. Returns those that are surely absent and may be created now. */
export async function lookUpPushes(
  session: PushSession,
  candidates: readonly Candidate[],
): Promise<Candidate[]> {
  if (candidates.length === 0) return []
  const found = await find(session, candidates)
  if (!found) return []
  const free: Candidate[] = []
  const waiting: Candidate[] = []
  for (const candidate of candidates) {
    const there = found.get(candidate.intent.reference) ?? []
    const ours = there.find((one) => one.isOurs)
    const now = session.clock.now()
    if (ours) {
      await noteAccepted(session, [
        { candidate, key: ours.order.key, reference: ours.order.reference, how: 'found' },
      ])
    } else if (there.length > 0) {
      await noteTaken(session, candidate, there)
    } else if (candidate.push.settlesAt && candidate.push.settlesAt > now) {
      waiting.push(candidate)
    } else if (createNotBefore(session, candidate.push) > now) {
      waiting.push(candidate)
    } else if (await noteAbsent(session, candidate.push)) {
      free.push(candidate)
    }
  }
  await noteStillUnclear(
    session,
    waiting.map(({ push }) => push),
  )
  return free
}

/** A create was turned down: is it because an earlier one got through, or because the reference is taken? Else it is parked. */
export async function lookUpTurnedDown(
  session: PushSession,
  turnedDown: readonly { candidate: Candidate; said: string }[],
): Promise<void> {
  if (turnedDown.length === 0) return
  const found = await find(
    session,
    turnedDown.map(({ candidate }) => candidate),
  )
  if (!found) return
  for (const { candidate, said } of turnedDown) {
    const there = found.get(candidate.intent.reference) ?? []
    const ours = there.find((one) => one.isOurs)
    if (ours) {
      await noteAccepted(session, [
        { candidate, key: ours.order.key, reference: ours.order.reference, how: 'found' },
      ])
    } else if (there.length > 0) {
      await noteTaken(session, candidate, there)
    } else {
      await noteTurnedDown(session, candidate, said)
    }
  }
}

async function find(
  session: PushSession,
  candidates: readonly Candidate[],
): Promise<ReadonlyMap<string, readonly FoundSalesOrder[]> | undefined> {
  const result = await session.open.erp.findSalesOrders(
    session.open.context,
    candidates.map(({ intent }) => intent),
  )
  await report(session, result.ok ? 'ok' : result)
  if (result.ok) return result.value
  await noteStillUnclear(
    session,
    candidates.map(({ push }) => push),
    result,
  )
  return undefined
}
