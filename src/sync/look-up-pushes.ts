/**
 * Finds out whether the ERP has sales orders of which that is unclear. What is found is taken for ours only if it bears our
 * line ids or is alike in customer and lines; what is not found counts as absent only once it surely is not merely late.
 */
import type { FoundSalesOrder } from '../erp/port.ts'
import { LOST } from '../orders/record-lost.ts'
import {
  type Accepted,
  type Candidate,
  REFUSED_IN_DOUBT,
  createNotBefore,
  noteAbsent,
  noteAccepted,
  noteRefusedInDoubt,
  noteStillUnclear,
} from './note-outcomes.ts'
import { noteLost, noteTaken, noteTurnedDown } from './note-parked.ts'
import { type PushSession, report } from './push-session.ts'

/**
 * Looks up pushes that were sent before. Returns those that are surely absent and may be created now; undefined when the ERP
 * could not be asked.
 */
export async function lookUpPushes(
  session: PushSession,
  candidates: readonly Candidate[],
): Promise<Candidate[] | undefined> {
  const rest = await adoptFound(session, candidates)
  if (!rest) return undefined
  const free: Candidate[] = []
  const waiting: Candidate[] = []
  const now = session.clock.now()
  for (const candidate of rest) {
    const { push } = candidate
    if (!push.unclear) free.push(candidate)
    else if ((push.settlesAt && push.settlesAt > now) || createNotBefore(session, push) > now)
      waiting.push(candidate)
    else if (push.problemCode === LOST) await noteLost(session, push)
    else if (await noteAbsent(session, push))
      free.push({ ...candidate, push: { ...push, unclear: false }, inDoubt: true })
  }
  await noteStillUnclear(
    session,
    waiting.map(({ push }) => push),
  )
  return free
}

/**
 * A create was turned down: is it because an earlier one got through, or because the reference is taken? Else it is parked.
 * False when the ERP could not be asked.
 */
export async function lookUpTurnedDown(
  session: PushSession,
  turnedDown: readonly { candidate: Candidate; said: string | undefined }[],
): Promise<boolean> {
  const rest = await adoptFound(
    session,
    turnedDown.map(({ candidate }) => candidate),
  )
  if (!rest) return false
  for (const { candidate, said } of turnedDown)
    if (rest.includes(candidate)) await noteRefused(session, candidate, said)
  return true
}

/** "Exists already" may be said of an earlier attempt that the lists do not show yet: once, that is waited for. */
function noteRefused(session: PushSession, candidate: Candidate, said: string | undefined): Promise<void> {
  const waitedFor = candidate.push.problemCode === REFUSED_IN_DOUBT
  return candidate.inDoubt && !waitedFor
    ? noteRefusedInDoubt(session, candidate, said)
    : noteTurnedDown(session, candidate, said)
}

/**
 * Takes over what the ERP has, and parks what it has of somebody else under the same reference. Returns the candidates that it
 * does not show; undefined when it could not be asked.
 */
export async function adoptFound(
  session: PushSession,
  candidates: readonly Candidate[],
): Promise<Candidate[] | undefined> {
  if (candidates.length === 0) return []
  const found = await find(session, candidates)
  if (!found) return undefined
  const rest: Candidate[] = []
  const adopted: Accepted[] = []
  for (const candidate of candidates) {
    const there = found.get(candidate.intent.reference) ?? []
    const ours = there.find((one) => one.isOurs)
    if (ours) {
      const { key, reference } = ours.order
      adopted.push({ candidate, key, reference, how: 'found' })
    } else if (there.length > 0) {
      await noteTaken(session, candidate, there)
    } else {
      rest.push(candidate)
    }
  }
  await noteAccepted(session, adopted)
  return rest
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
