/** Reads sales orders back after they were made, found or linked, and records whether the ERP has exactly what was asked. */
import type { Erp, ErpContext, ErpFailure, ErpResult, FoundSalesOrder, Reserve } from '../erp/port.ts'
import { recordAsOrdered, recordReadBack } from '../orders/record-acceptance.ts'
import { recordDispatch } from '../orders/record-dispatch.ts'
import { recordLost } from '../orders/record-lost.ts'
import { remoteSummary } from '../orders/seen-sales-order.ts'
import { claimVerification } from '../pushes/accepted-store.ts'
import { type PushRow, changePush } from '../pushes/push-store.ts'
import { buildIntents } from '../sales-orders/build-intents.ts'
import type { Candidate } from './note-outcomes.ts'
import type { Batch, Progress } from './one-ahead.ts'
import { SINGLES } from './push-policy.ts'
import { type PushSession, note, report } from './push-session.ts'

/** What is lost of a read-back is read again. */
const mayBeLost = { mayBeLost: true }

/** Takes what is due to be read back. `ahead`, while another batch is under way, it takes a full call's worth or nothing. */
export async function takeReadBack(session: PushSession, ahead: boolean): Promise<Batch | undefined> {
  const { supplierId, connectionId, publicUrl } = session
  const { maxBatch } = session.open.erp
  const candidates = await note(
    session,
    async (tx) => {
      const now = session.clock.now()
      const pushes = await claimVerification(tx, {
        supplierId,
        connectionId,
        now,
        // A worker that dies meanwhile leaves them due again then.
        until: new Date(now.getTime() + session.timing.readBackMs),
        least: ahead ? maxBatch : 1,
        limit: maxBatch,
      })
      const intents = await buildIntents(tx, { supplierId, connectionId, pushes, publicUrl })
      return pushes.flatMap((push) => {
        const intent = intents.get(push.orderId)
        return intent ? [{ push, intent }] : []
      })
    },
    mayBeLost,
  )
  if (candidates.length === 0) return undefined
  // Mapped while the one before is under way: the answer is compared with what this made the sooner.
  for (const { intent } of candidates) session.open.erp.previewSalesOrder(intent)
  return readBackOf(session, candidates)
}

/** Reads these back, which are in this worker's hands. */
export function readBackOf(session: PushSession, candidates: readonly Candidate[]): Batch {
  return {
    send: (progress) => look(session, candidates, progress),
    giveBack: () => notYet(session, pushesOf(candidates)),
  }
}

async function look(
  session: PushSession,
  candidates: readonly Candidate[],
  progress: Progress,
): Promise<boolean> {
  // One that was sent more than once is read by its reference, which would show a second one too.
  const once = candidates.filter(({ push }) => push.attempts <= 1)
  const again = candidates.filter(({ push }) => push.attempts > 1)
  if (again.length === 0 && once.length <= SINGLES) {
    progress.left()
    return oneByOne(session, once)
  }
  if (once.length > 0 && !(await together(session, once, byKey, again.length === 0 ? progress : {}))) {
    await notYet(session, pushesOf(again))
    return false
  }
  return again.length === 0 || together(session, again, byReference, progress)
}

type Found = ErpResult<(candidate: Candidate) => readonly FoundSalesOrder[]>
type Reading = (erp: Erp, context: ErpContext, candidates: readonly Candidate[]) => Promise<Found>

const byKey: Reading = async (erp, context, candidates) => {
  const result = await erp.compareSalesOrders(
    context,
    candidates.map(({ push, intent }) => ({ key: push.remoteKey ?? '', intent })),
  )
  if (!result.ok) return result
  return {
    ok: true,
    value: ({ push }) => {
      const found = result.value.get(push.remoteKey ?? '')
      return found ? [found] : []
    },
  }
}

const byReference: Reading = async (erp, context, candidates) => {
  const nameOf = ({ push, intent }: Candidate): string => push.remoteReference ?? intent.reference
  const result = await erp.findSalesOrders(
    context,
    candidates.map((candidate) => ({ ...candidate.intent, reference: nameOf(candidate) })),
  )
  return result.ok ? { ok: true, value: (candidate) => result.value.get(nameOf(candidate)) ?? [] } : result
}

/** Few are asked for one by one: by their ids each is read afresh, past all lists. */
async function oneByOne(session: PushSession, candidates: readonly Candidate[]): Promise<boolean> {
  for (const [index, candidate] of candidates.entries()) {
    if (await together(session, [candidate], byKey)) continue
    await notYet(session, pushesOf(candidates.slice(index + 1)))
    return false
  }
  return true
}

async function together(
  session: PushSession,
  candidates: readonly Candidate[],
  reading: Reading,
  { left, gone, answered }: Partial<Progress> = {},
): Promise<boolean> {
  const { erp, context } = session.open
  let mayNote: Promise<void> | undefined
  const reserve: Reserve = async (call) => {
    const leave = await context.reserve({ ...call, ...(left ? { onWait: left } : {}) })
    if (!leave.ok) return leave
    left?.()
    gone?.()
    // It changes nothing there, so that others need not wait for what it says.
    mayNote ??= answered?.()
    return leave
  }
  const result = await reading(erp, { ...context, reserve }, candidates)
  if (!result.ok) {
    await report(session, result)
    await notYet(session, pushesOf(candidates), result)
    return false
  }
  const noteAll = async (): Promise<void> => {
    await mayNote
    await conclude(
      session,
      candidates.map((candidate) => ({ push: candidate.push, found: result.value(candidate) })),
    )
  }
  await Promise.all([report(session, 'ok'), noteAll()])
  return true
}

interface Look {
  readonly push: PushRow
  readonly found: readonly FoundSalesOrder[]
}

async function conclude(session: PushSession, looks: readonly Look[]): Promise<void> {
  const asOrdered = looks.flatMap(({ push, found }) => {
    const [only] = found
    return only && found.length === 1 && isAsOrdered(push, only)
      ? [{ orderId: push.orderId, remoteKey: only.order.key, remote: remoteSummary(only.order) }]
      : []
  })
  const { supplierId } = session
  await note(
    session,
    (tx) => recordAsOrdered(tx, { supplierId, seen: asOrdered, now: session.clock.now() }),
    mayBeLost,
  )
  const done = new Set(asOrdered.map(({ orderId }) => orderId))
  for (const look of looks) if (!done.has(look.push.orderId)) await concludeOne(session, look)
}

/** Read back for the first time, exactly as asked, and still in the warehouse as a whole. */
function isAsOrdered(push: PushRow, { order, differences }: FoundSalesOrder): boolean {
  return (
    order.key === push.remoteKey &&
    push.verified === null &&
    differences.length === 0 &&
    order.status === 'approved' &&
    order.dispatchedAt === undefined &&
    order.carrier === undefined &&
    order.trackingCode === undefined &&
    order.lines.every(({ quantityShipped }) => Number(quantityShipped) === 0)
  )
}

async function concludeOne(session: PushSession, { push, found }: Look): Promise<void> {
  const now = session.clock.now()
  const ours = found.find(({ order }) => order.key === push.remoteKey)
  const reference = push.remoteReference ?? push.reference
  if (!ours && now.getTime() - (push.acceptedAt?.getTime() ?? 0) < session.timing.giveUpMs) {
    await notYet(session, [push])
    return
  }
  if (!ours && (await note(session, (tx) => recordLost(tx, { push, now })))) return
  const doubles = found.filter(({ order }) => order.key !== push.remoteKey && order.status !== 'void')
  const differences = [
    ...(ours?.differences ?? [
      {
        what: 'Sales order',
        expected: reference,
        seen: 'not found in Cin7',
        sentence: `Cin7 said that it has sales order ${reference} under its id ${push.remoteKey ?? ''}, but has none of that id. Look for it in Cin7. If it is not there, cancel this order and key it again.`,
      },
    ]),
    ...(doubles.length === 0
      ? []
      : [
          {
            what: 'Reference',
            expected: `one sales order ${reference}`,
            seen: `${found.length} of them, with the Cin7 ids ${found.map(({ order }) => order.key).join(', ')}`,
          },
        ]),
  ]
  await note(session, async (tx) => {
    const remote = ours ? remoteSummary(ours.order) : null
    const known = await recordReadBack(tx, { push, differences, remote, now })
    // Found or linked late, it may have left the warehouse already, and the poll has passed that by.
    if (known && ours) await recordDispatch(tx, { push: known, seen: ours.order, now })
  })
}

function pushesOf(candidates: readonly Candidate[]): PushRow[] {
  return candidates.map(({ push }) => push)
}

/** They are due again a little later; the longer ago they were made, the later. */
async function notYet(session: PushSession, pushes: readonly PushRow[], failure?: ErpFailure): Promise<void> {
  const waitMs = Math.max(failure?.waitMs ?? 0, 5_000)
  await note(session, async (tx) => {
    const now = session.clock.now()
    for (const push of pushes) {
      const age = now.getTime() - (push.acceptedAt?.getTime() ?? now.getTime())
      await changePush(tx, {
        supplierId: push.supplierId,
        orderId: push.orderId,
        from: ['in-erp'],
        set: { verifyAt: new Date(now.getTime() + Math.max(waitMs, Math.min(age, 60_000))) },
        now,
      })
    }
  })
}
