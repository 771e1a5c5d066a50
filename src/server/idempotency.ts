/**
 * One effect per idempotency key, whenever the process dies.
 *
 * The key's row is written in the handler's own transaction, so it exists exactly if the effect does. When that transaction
 * returns what the endpoint answers, the answer is kept in the same commit; otherwise a second transaction keeps it after the
 * handler is done. If the process dies between the two, the key is known and the answer is not: the same request again is
 * told `still-running` for as long as a request may run, then `already-done`. It is never carried out again; but an endpoint
 * that `goesOn` where it was cut off is.
 */
import { createHash } from 'node:crypto'
import type { Endpoint } from '../contract/endpoint.ts'
import type { CommonCode } from '../contract/problem.ts'
import { type SupplierId, newId } from '../core/ids.ts'
import { type Refusal, isRefusal, refuse } from '../core/refusal.ts'
import { type Around, read, transact, withAround } from '../db/transact.ts'
import { type KeyId, claimKey, deleteKeysBefore, findKey, storeAnswer } from './idempotency-store.ts'
import type { Actor, RouteInput, Services } from './route.ts'

/** No request runs longer. */
export const REQUEST_TIMEOUT_MS = 60_000
const KEPT_FOR_MS = 24 * 60 * 60_000
const PRUNE_EVERY_MS = 10 * 60_000

export interface Answered {
  readonly status: number
  readonly body: unknown
  readonly replayed: boolean
}

/** Another request with the same key was first. It passes through the handler, which must not take it for its own failure. */
class KeyTaken extends Error {}

interface KeyedRequest {
  readonly services: Services
  readonly endpoint: Endpoint
  readonly input: RouteInput<Endpoint> & { readonly actor: Actor }
  readonly key: string
  /** Carries out the request with the services it is given. */
  readonly run: (services: Services) => Promise<unknown>
  /** What a value of the handler is as an answer. */
  readonly answerOf: (value: unknown) => Omit<Answered, 'replayed'>
}

/** Carries a keyed write out once, or gives the answer that it got before. */
export async function answerOnce(request: KeyedRequest): Promise<Answered | Refusal<CommonCode>> {
  const { services, endpoint, input, key } = request
  const id: KeyId = { supplierId: input.actor.supplierId, actor: input.actor.userId, key }
  const requestHash = hashOf(endpoint, input)
  const goesOn = endpoint.goesOn ?? false
  const earlier = await earlierAnswer(services, id, { requestHash, goesOn })
  if (earlier) return earlier
  const requestId = newId()
  let answerOfValue: unknown
  let stored: Omit<Answered, 'replayed'> | undefined
  const around: Around = async (tx, scope, work) => {
    if (!('supplierId' in scope) || scope.supplierId !== id.supplierId) return work(tx)
    const claim = { requestId, endpoint: endpoint.name, requestHash, goesOn, at: services.clock.now() }
    if (!(await claimKey(tx, id, claim))) throw new KeyTaken()
    const value = await work(tx)
    const answer = isRefusal(value) ? undefined : endpoint.answer.safeParse(value)
    if (answer?.success) {
      stored = { status: 200, body: answer.data }
      await storeAnswer(tx, id, { requestId, ...stored })
      answerOfValue = value
    }
    return value
  }
  try {
    const value = await request.run({ ...services, db: withAround(services.db, around) })
    // What the transaction returned went out as it is: it is kept already, in the same commit.
    const kept = stored !== undefined && value === answerOfValue ? stored : undefined
    await prune(request, id.supplierId)
    if (kept) return { ...kept, replayed: false }
    const answer = request.answerOf(value)
    await keep(request, id, { requestId, ...answer })
    return { ...answer, replayed: false }
  } catch (error) {
    if (!(error instanceof KeyTaken)) throw error
    return (await earlierAnswer(services, id, { requestHash, goesOn })) ?? stillRunning()
  }
}

/** A failure here is no failure of the request: its effect is committed, and its answer is sent. */
async function keep(
  { services }: KeyedRequest,
  id: KeyId,
  answer: { requestId: string; status: number; body: unknown },
): Promise<void> {
  try {
    await transact(services.db, { supplierId: id.supplierId }, (tx) => storeAnswer(tx, id, answer))
  } catch (error) {
    services.log.error({ err: error }, 'The answer of a request with an idempotency key could not be kept.')
  }
}

/** When old keys of a supplier were last removed by this process. */
const pruned = new Map<SupplierId, number>()

/** Removes keys that nobody will send again, now and then. A failure is no failure of the request. */
async function prune({ services }: KeyedRequest, supplierId: SupplierId): Promise<void> {
  const now = services.clock.now().getTime()
  if (now - (pruned.get(supplierId) ?? 0) < PRUNE_EVERY_MS) return
  pruned.set(supplierId, now)
  try {
    await transact(services.db, { supplierId }, (tx) =>
      deleteKeysBefore(tx, supplierId, new Date(now - KEPT_FOR_MS)),
    )
  } catch (error) {
    services.log.error({ err: error }, 'Old idempotency keys could not be removed.')
  }
}

async function earlierAnswer(
  { db, clock }: Services,
  id: KeyId,
  { requestHash, goesOn }: { readonly requestHash: string; readonly goesOn: boolean },
): Promise<Answered | Refusal<CommonCode> | undefined> {
  const row = await read(db, { supplierId: id.supplierId }, (tx) => findKey(tx, id))
  if (!row) return undefined
  if (row.requestHash !== requestHash) {
    return refuse(
      'idempotency-key-reused',
      'This idempotency key came with another request before. Use a new key for every new request.',
    )
  }
  if (row.status !== null) return { status: row.status, body: row.answer, replayed: true }
  if (goesOn) return undefined
  if (clock.now().getTime() - row.createdAt.getTime() < REQUEST_TIMEOUT_MS) return stillRunning()
  return refuse(
    'already-done',
    'This request was carried out before, but Purvey stopped before its answer was kept. Load the record again to see what it is now.',
  )
}

function stillRunning(): Refusal<'still-running'> {
  return refuse('still-running', 'The same request is still being carried out. Ask again in a second.', {
    facts: { retryAfterSeconds: 1 },
  })
}

/** Parsed values have their keys in the contract's order, so the same request has the same hash however it was written. */
function hashOf(endpoint: Endpoint, { params, query, body }: RouteInput<Endpoint>): string {
  return createHash('sha256')
    .update(JSON.stringify([endpoint.name, params ?? null, query ?? null, body ?? null]))
    .digest('hex')
}
