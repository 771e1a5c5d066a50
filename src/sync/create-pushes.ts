/** Sends creates: few one by one, many in batches; and sorts every record's outcome. One bad order never holds back others. */
import type { ErpFailure } from '../erp/port.ts'
import { lookUpTurnedDown } from './look-up-pushes.ts'
import { type Candidate, noteAccepted, noteUnclear, noteWaiting } from './note-outcomes.ts'
import { SINGLES, afterCreate } from './push-policy.ts'
import { type PushSession, creatingContext, report } from './push-session.ts'

/** Creates the sales orders of the candidates. False: the connection is in trouble, so that going on now is of no use. */
export async function createPushes(session: PushSession, candidates: readonly Candidate[]): Promise<boolean> {
  const size = candidates.length <= SINGLES ? 1 : session.open.erp.maxBatch
  for (let from = 0; from < candidates.length; from += size) {
    const healthy = await createBatch(session, candidates.slice(from, from + size))
    if (healthy) continue
    const rest = candidates.slice(from + size).map(({ push }) => push)
    await noteWaiting(session, rest, heldBack)
    return false
  }
  return true
}

const heldBack: ErpFailure = {
  ok: false,
  kind: 'busy',
  code: 'connection-trouble',
  sentence:
    'Cin7 is in trouble just now. The sales order waits and is made by itself as soon as Cin7 answers again.',
}

async function createBatch(session: PushSession, batch: readonly Candidate[]): Promise<boolean> {
  const result = await session.open.erp.createSalesOrders(
    creatingContext(
      session,
      batch.map(({ push }) => push.orderId),
    ),
    batch.map(({ intent }) => intent),
  )
  await report(session, result.ok ? 'ok' : result, true)
  if (!result.ok) return failed(session, batch, result)

  const accepted: Parameters<typeof noteAccepted>[1][number][] = []
  const turnedDown: { candidate: Candidate; said: string }[] = []
  const unclear: Candidate[] = []
  for (const [index, candidate] of batch.entries()) {
    const outcome = result.value[index]
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
  await noteAccepted(session, accepted)
  await noteUnclear(
    session,
    unclear.map(({ push }) => push),
    'The answer had no readable result for this record.',
  )
  await lookUpTurnedDown(session, turnedDown)
  return true
}

async function failed(
  session: PushSession,
  batch: readonly Candidate[],
  failure: ErpFailure,
): Promise<boolean> {
  if (failure.code === 'lease-lost') return false
  const pushes = batch.map(({ push }) => ({ ...push, unclear: false }))
  switch (afterCreate[failure.kind]) {
    case 'wait':
      await noteWaiting(session, pushes, failure)
      return false
    case 'find':
      await noteUnclear(session, pushes, failure.said ?? failure.sentence)
      return false
    case 'turned-down': {
      if (batch.length === 1) {
        await lookUpTurnedDown(
          session,
          batch.map((candidate) => ({ candidate, said: failure.said ?? failure.sentence })),
        )
        return true
      }
      // The whole request was turned down for the sake of one record: each on its own shows which.
      for (const [index, candidate] of batch.entries()) {
        if (await createBatch(session, [candidate])) continue
        await noteWaiting(
          session,
          batch.slice(index + 1).map(({ push }) => ({ ...push, unclear: false })),
          heldBack,
        )
        return false
      }
      return true
    }
  }
}
