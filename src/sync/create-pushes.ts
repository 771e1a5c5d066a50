/** Sends creates: few one by one, many in batches; and sorts every record's outcome. One bad order never holds back others. */
import type { CreateOutcome, ErpFailure } from '../erp/port.ts'
import { adoptFound, lookUpTurnedDown } from './look-up-pushes.ts'
import { type Accepted, type Candidate, noteAccepted, noteUnclear, noteWaiting } from './note-outcomes.ts'
import { SINGLES, SUSPECT_PARTS, afterCreate } from './push-policy.ts'
import type { Progress } from './one-ahead.ts'
import { readBackOf } from './read-back-pushes.ts'
import { type PushSession, creatingContext, report, stopped } from './push-session.ts'

/**
 * Creates the sales orders of the candidates, none of which the ERP has. False: the connection is in trouble, so that going
 * on now is of no use; what was not sent waits.
 */
export async function createPushes(
  session: PushSession,
  candidates: readonly Candidate[],
  { left, gone, answered }: Progress,
): Promise<boolean> {
  const requests = inRequests(candidates, session.open.erp.maxBatch)
  for (const [index, batch] of requests.entries()) {
    const isLast = index === requests.length - 1
    if (await createBatch(session, batch, { left, ...(isLast ? { gone, answered } : {}) })) continue
    await holdBack(session, requests.slice(index + 1).flat())
    return false
  }
  return true
}

/**
 * Few one by one, many in batches. What was sent before without effect goes last and in small parts, also when others kept it
 * from its turn since: one record among them may be what the ERP failed on, and after three more attempts at most it is alone.
 */
function inRequests(candidates: readonly Candidate[], maxBatch: number): (readonly Candidate[])[] {
  const suspects = candidates.filter(({ push }) => push.attempts > 0)
  const others = candidates.filter(({ push }) => push.attempts === 0)
  return [
    ...partsOf(others, others.length <= SINGLES ? 1 : maxBatch),
    ...partsOf(suspects, Math.ceil(suspects.length / SUSPECT_PARTS)),
  ]
}

function partsOf(candidates: readonly Candidate[], size: number): (readonly Candidate[])[] {
  const parts: (readonly Candidate[])[] = []
  for (let from = 0; from < candidates.length; from += size) parts.push(candidates.slice(from, from + size))
  return parts
}

/** Lets candidates that were not sent wait until the ERP may be well again, a person lets it go on, or another worker does. */
export async function holdBack(session: PushSession, candidates: readonly Candidate[]): Promise<void> {
  await noteWaiting(session, notSent(candidates), whyHeldBack(session))
}

function whyHeldBack({ signal, trouble, timing }: PushSession): ErpFailure {
  if (signal.aborted) return stopped
  // The connection itself, not what was sent over it.
  if (trouble?.kind === 'misconfigured' || trouble?.kind === 'busy') return trouble
  return {
    ok: false,
    kind: 'busy',
    code: 'connection-trouble',
    sentence:
      'Cin7 is in trouble just now. The sales order waits and is made by itself as soon as Cin7 answers again.',
    waitMs: timing.backOffMs,
  }
}

/** They are surely not in the ERP: they were never sent, or looked for and not found. */
function notSent(candidates: readonly Candidate[]) {
  return candidates.map(({ push }) => ({ ...push, unclear: false }))
}

async function createBatch(
  session: PushSession,
  batch: readonly Candidate[],
  progress: Partial<Progress> = {},
): Promise<boolean> {
  const result = await session.open.erp.createSalesOrders(
    creatingContext(
      session,
      batch.map(({ push }) => push.orderId),
      progress,
    ),
    batch.map(({ intent }) => intent),
  )
  if (!result.ok) {
    await report(session, result, true)
    return failed(session, batch, result)
  }
  const { accepted, turnedDown, unclear } = sorted(batch, result.value)
  const isFull = accepted.length === session.open.erp.maxBatch
  const readBack = isFull && progress.answered ? readBackAtOnce(session, accepted) : undefined
  const mayNote = progress.answered?.(readBack?.batch)
  // At once: a later failure must not be followed by the news that all is well.
  await report(session, 'ok', true)
  await mayNote
  await noteAccepted(session, accepted, readBack?.againAt)
  await noteUnclear(
    session,
    unclear.map(({ push }) => push),
    'The answer had no readable result for this record.',
  )
  return lookUpTurnedDown(session, turnedDown)
}

interface Sorted {
  readonly accepted: readonly Accepted[]
  readonly turnedDown: readonly { candidate: Candidate; said: string | undefined }[]
  readonly unclear: readonly Candidate[]
}

function sorted(batch: readonly Candidate[], outcomes: readonly CreateOutcome[]): Sorted {
  const accepted: Accepted[] = []
  const turnedDown: { candidate: Candidate; said: string | undefined }[] = []
  const unclear: Candidate[] = []
  for (const [index, candidate] of batch.entries()) {
    const outcome = outcomes[index]
    if (outcome?.kind === 'created') {
      accepted.push({
        candidate,
        key: outcome.key,
        reference: outcome.reference || candidate.intent.reference,
        how: 'created',
      })
    } else if (outcome?.kind === 'refused') {
      turnedDown.push({ candidate, said: outcome.said })
    } else {
      unclear.push(candidate)
    }
  }
  return { accepted, turnedDown, unclear }
}

/**
 * As many as one call reads are read back at once: the call is needed in any case, all that it is compared with is at hand, and
 * whatever is wrong with all of them is known before more are sent.
 */
function readBackAtOnce(session: PushSession, accepted: readonly Accepted[]) {
  const now = session.clock.now()
  const made = accepted.map(({ candidate: { push, intent }, key, reference }): Candidate => {
    const { connectionId } = session
    const attempts = push.attempts + 1
    return {
      push: { ...push, connectionId, attempts, remoteKey: key, remoteReference: reference, acceptedAt: now },
      intent,
    }
  })
  return {
    batch: readBackOf(session, made),
    // Should it not come to that.
    againAt: new Date(now.getTime() + session.timing.readBackMs),
  }
}

async function failed(
  session: PushSession,
  batch: readonly Candidate[],
  failure: ErpFailure,
): Promise<boolean> {
  switch (afterCreate[failure.kind]) {
    case 'wait':
      await noteWaiting(session, notSent(batch), failure)
      return false
    case 'find':
      await noteUnclear(
        session,
        batch.map(({ push }) => push),
        failure.said ?? failure.sentence,
      )
      return false
    case 'turned-down':
      return batch.length === 1
        ? lookUpTurnedDown(
            session,
            batch.map((candidate) => ({ candidate, said: failure.said })),
          )
        : halve(session, batch)
  }
}

/**
 * The whole request was turned down, probably for the sake of one record: smaller requests show which. Whether any record of
 * it was made all the same is looked up first.
 */
async function halve(session: PushSession, batch: readonly Candidate[]): Promise<boolean> {
  const rest = await adoptFound(session, batch)
  if (!rest) return false
  const half = Math.ceil(rest.length / 2)
  for (const part of [rest.slice(0, half), rest.slice(half)]) {
    if (part.length === 0 || (await createBatch(session, part))) continue
    if (part[0] === rest[0]) await holdBack(session, rest.slice(half))
    return false
  }
  return true
}
