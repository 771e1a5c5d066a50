/**
 * Takes the pushes that are due to be sent, commits that, and only then talks to the ERP: looks up what is unclear, and creates
 * what is surely absent.
 */
import type { SalesOrderIntent } from '../erp/port.ts'
import { type PushRow, claimDue } from '../pushes/push-store.ts'
import { buildIntents } from '../sales-orders/build-intents.ts'
import { createPushes, holdBack } from './create-pushes.ts'
import { lookUpPushes } from './look-up-pushes.ts'
import { type Candidate, noteStillUnclear } from './note-outcomes.ts'
import { noteElsewhere, noteUnmappable } from './note-parked.ts'
import type { Batch, Progress } from './one-ahead.ts'
import { type PushSession, inTrouble, leaseUntil, note } from './push-session.ts'

/** What was taken together: those ready to be sent for the first time, and those of which an earlier attempt may have got through. */
interface Taken {
  readonly fresh: readonly Candidate[]
  readonly sentBefore: readonly Candidate[]
}

interface Claimed extends Taken {
  /** May be in another account, which is not connected now. */
  readonly elsewhere: readonly PushRow[]
}

/** Nothing was told to the ERP yet, and what it is told is noted for good before: see `creatingContext`. */
const mayBeLost = { mayBeLost: true }

/** Takes what is due to be sent, and sets an alarm for the case that this worker dies with it. */
export async function takeDue(session: PushSession): Promise<Batch | undefined> {
  const { supplierId, connectionId } = session
  const taken = await note(
    session,
    async (tx) => {
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
    },
    mayBeLost,
  )
  if (!taken) return undefined
  const { fresh, sentBefore, elsewhere } = taken
  await noteElsewhere(session, elsewhere)
  const ready = { sentBefore, fresh: await mappable(session, fresh) }
  return {
    send: (progress) => send(session, ready, progress),
    giveBack: () => giveBack(session, ready),
  }
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
  progress: Progress,
): Promise<boolean> {
  if (sentBefore.length > 0) progress.left()
  const absent = await lookUpPushes(session, sentBefore)
  if (absent) return createPushes(session, [...(await mappable(session, absent)), ...fresh], progress)
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
    if (mapped.ok) ready.push(candidate)
    else await noteUnmappable(session, candidate.push, mapped.problems)
  }
  return ready
}
