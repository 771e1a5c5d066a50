/** The numbers and the one table by which pushes are sent and tried again. Pure data; the drain acts by it. */
import type { ErpFailure, ErpFailureKind } from '../erp/port.ts'

export interface PushTiming {
  /** How long a worker holds what it took; renewed while it works. A dead worker's pushes are free after this. */
  readonly leaseMs: number
  /** The longest that a create may take to reach the ERP after it was noted as sent: the adapter's own deadline. */
  readonly requestMs: number
  /** How long after an unclear answer a sales order may stay invisible in the ERP's lists before it counts as absent. */
  readonly visibilityMs: number
  /** The first look after an unclear answer; later ones are spaced wider. */
  readonly firstLookMs: number
  /** The first wait after a create that surely did nothing; doubles with each. */
  readonly backOffMs: number
  /** After this, a sales order that the ERP said to have and that a read-back does not find is taken for lost. */
  readonly giveUpMs: number
  /** After this, a read-back that a worker began is begun anew. */
  readonly readBackMs: number
}

export const defaultTiming: PushTiming = {
  leaseMs: 15_000,
  requestMs: 60_000,
  visibilityMs: 60_000,
  firstLookMs: 2_000,
  backOffMs: 5_000,
  giveUpMs: 10 * 60_000,
  readBackMs: 20_000,
}

/** How many sales orders are sent one by one, each with its own answer; more go in batches. */
export const SINGLES = 3
/** Into how many requests those are divided of which an earlier create was without effect. */
export const SUSPECT_PARTS = 8
/** Creates without effect, each while others got through, after which an order alone is at fault. */
export const MAX_ABSENT = 5
/** Creates without effect after which a person is told, whatever the reason, while it goes on being tried. */
export const TELL_AFTER_ATTEMPTS = 5
const LONGEST_WAIT_MS = 10 * 60_000

/** When to look again for a sales order of which it is unclear whether it exists. */
export function nextLook(push: { readonly settlesAt: Date | null }, now: Date, timing: PushTiming): Date {
  const left = (push.settlesAt?.getTime() ?? 0) - now.getTime()
  // Since the create was sent: the longer ago, the less likely that it shows up in the next second.
  const waited = Math.max(0, timing.requestMs + timing.visibilityMs - left)
  const wait = Math.max(timing.firstLookMs, Math.min(waited, 20_000))
  return new Date(now.getTime() + (left > 0 ? Math.min(wait, left) : wait))
}

/** How long to wait after a create that surely did nothing. */
export function backOff(absent: number, timing: PushTiming): number {
  return Math.min(LONGEST_WAIT_MS, timing.backOffMs * 2 ** Math.min(absent, 10))
}

export type AfterCreate =
  /** Surely not carried out: wait, no harm done. */
  | 'wait'
  /** May have been carried out: find before create. */
  | 'find'
  /** The record was turned down: find once (a duplicate reference is turned down too), then park. */
  | 'turned-down'

/** What a failed create means for its push. A misconfigured connection makes all wait until a person mends it. */
export const afterCreate: Readonly<Record<ErpFailureKind, AfterCreate>> = {
  busy: 'wait',
  unreachable: 'wait',
  ambiguous: 'find',
  refused: 'turned-down',
  misconfigured: 'wait',
}

const shortestWaitMs: Readonly<Record<ErpFailureKind, number>> = {
  busy: 500,
  unreachable: 5_000,
  ambiguous: 2_000,
  refused: 5_000,
  // The connection itself stops everything until a person has mended it; then all go at once.
  misconfigured: 1_000,
}

/** When to try again after a failure. */
export function retryAt(failure: ErpFailure, now: Date): Date {
  const wait = Math.max(failure.waitMs ?? 0, shortestWaitMs[failure.kind])
  return new Date(now.getTime() + Math.min(wait, LONGEST_WAIT_MS))
}

/** The failure's sentence with the promise that nobody need do anything, where it does not say so itself as the call budget does. */
export function thatGoesOn({ kind, code, sentence }: ErpFailure, promise: string): string {
  return kind === 'unreachable' || kind === 'ambiguous' || code === 'rate-limited'
    ? `${sentence} ${promise}`
    : sentence
}
