/**
 * Waits for a connection's turn to call. The budget itself is one row of the database that all processes share; here is only
 * the waiting, and the news of answered calls that this process owes the budget. It must never let a call pass unasked.
 */
import { pause } from '../core/clock.ts'
import { type Db, type Tx, transact } from '../db/transact.ts'
import type { CallPurpose, ErpFailure, Leave } from '../erp/port.ts'
import { type AnsweredTicket, type Limits, type Reservation, reserveCall } from './call-store.ts'
import type { ConnectionKey } from './connection-store.ts'

/** How long a caller is kept waiting for its turn before it is told to come back later. */
const longestWaitMs: Readonly<Record<CallPurpose, number>> = {
  connect: 10_000,
  push: 60_000,
  payment: 90_000,
  dispatch: 90_000,
  refresh: 90_000,
  import: 90_000,
}

/** A waiting push asks again this often: each time keeps the others standing back for a little longer. */
const pushAsksEveryMs = 2_000

/** The last of a wait for a second to be over, which the database itself waits for; it takes on 15. */
const lastMs = 10

/** More answers than this are not remembered for a connection; a forgotten one counts as two seconds long. */
const mostAnswers = 120

export interface Asker {
  readonly purpose: CallPurpose
  readonly signal: AbortSignal | undefined
  /** What forbids the call, whatever the budget says; asked each time, in the transaction that takes from the budget. */
  readonly obstacle: (tx: Tx) => Promise<ErpFailure | undefined>
  /** Told each time that it has to wait. */
  readonly onWait?: (() => void) | undefined
}

export interface CallBudget {
  /** Resolves when a call may be made. Never throws for a full budget. */
  take(key: ConnectionKey, asker: Asker): Promise<Leave | ErpFailure>
}

export function openCallBudget(db: Db, limits: Limits): CallBudget {
  const answers = new Map<string, { ticket: string; atMs: number }[]>()
  const sleepers = new Map<string, Set<() => void>>()

  async function ask(key: ConnectionKey, { purpose, obstacle }: Asker): Promise<Reservation | ErpFailure> {
    const owed = answers.get(key.connectionId) ?? []
    answers.delete(key.connectionId)
    return transact(db, { supplierId: key.supplierId }, async (tx) => {
      const forbidden = await obstacle(tx)
      if (forbidden) return forbidden
      const presentMs = performance.now()
      const told: AnsweredTicket[] = owed.map(({ ticket, atMs }) => ({ ticket, msAgo: presentMs - atMs }))
      return reserveCall(tx, key, purpose, limits, told)
    })
  }

  /** Sleeps, but wakes up when an answer makes the wait shorter than it was told. */
  async function sleep(connectionId: string, ms: number, signal: AbortSignal | undefined): Promise<void> {
    const waker = new AbortController()
    const wake = (): void => waker.abort()
    const here = sleepers.get(connectionId) ?? new Set()
    sleepers.set(connectionId, here.add(wake))
    await pause(ms, signal ? AbortSignal.any([signal, waker.signal]) : waker.signal)
    here.delete(wake)
    if (here.size === 0 && sleepers.get(connectionId) === here) sleepers.delete(connectionId)
  }

  async function take(key: ConnectionKey, asker: Asker): ReturnType<CallBudget['take']> {
    const { purpose, signal } = asker
    const startedMs = performance.now()
    for (;;) {
      if (signal?.aborted) return stopped
      const turn = await ask(key, asker)
      if ('ok' in turn) return turn
      const { waitMs, reason, ticket } = turn
      if (ticket !== null) return { ok: true, answered: () => noteAnswer(key, ticket) }
      const waitedMs = performance.now() - startedMs
      if (waitedMs + waitMs > longestWaitMs[purpose]) return tooLong(reason, waitMs, purpose, limits)
      asker.onWait?.()
      const untilAsked = reason === 'second' ? waitMs - lastMs : waitMs
      await sleep(
        key.connectionId,
        purpose === 'push' ? Math.min(untilAsked, pushAsksEveryMs) : untilAsked,
        signal,
      )
    }
  }

  function noteAnswer({ connectionId }: ConnectionKey, ticket: string): void {
    const owed = answers.get(connectionId) ?? []
    owed.push({ ticket, atMs: performance.now() })
    if (owed.length > mostAnswers) owed.shift()
    answers.set(connectionId, owed)
    for (const wake of sleepers.get(connectionId) ?? []) wake()
  }

  return { take }
}

/**
 * Paces calls of a connection that has no row yet, one after another: as many as the ERP allows in a second, counted from
 * their answers.
 */
export function openFirstCalls(limits: Limits): {
  take(signal: AbortSignal | undefined): Promise<Leave | ErpFailure>
} {
  const answeredMs: number[] = []
  return {
    take: async (signal) => {
      const oldest = answeredMs.at(-limits.perSecond)
      if (oldest !== undefined) await pause(oldest + 1_005 - performance.now(), signal)
      return signal?.aborted ? stopped : { ok: true, answered: () => void answeredMs.push(performance.now()) }
    },
  }
}

const stopped: ErpFailure = {
  ok: false,
  kind: 'busy',
  code: 'stopped',
  sentence: 'The call to Cin7 was not made because the work was stopped.',
}

function tooLong(
  reason: Reservation['reason'],
  waitMs: number,
  purpose: CallPurpose,
  limits: Limits,
): ErpFailure {
  if (reason === 'day') {
    const left =
      purpose === 'push' || purpose === 'connect' ? '' : ' The last of them are kept for sending orders.'
    return {
      ok: false,
      kind: 'busy',
      code: 'day-spent',
      sentence: `Today's ${limits.perDay.toLocaleString('en')} calls to Cin7 are used up.${left} It goes on by itself at midnight UTC.`,
      waitMs,
    }
  }
  if (reason === 'closed') {
    return {
      ok: false,
      kind: 'busy',
      code: 'closed-for-now',
      sentence: 'Cin7 asked to slow down, so nothing is sent for a while. It goes on by itself.',
      waitMs,
    }
  }
  return {
    ok: false,
    kind: 'busy',
    code: 'budget-full',
    sentence: `Cin7 allows ${limits.perMinute} calls a minute, and other work is using them. It goes on by itself; a person can try again in a minute.`,
    waitMs,
  }
}
