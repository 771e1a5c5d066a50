/** A failed call as the answer to the person who asked for it: the code by which the web acts, the sentence as it is. */
import { type Refusal, refuse } from '../core/refusal.ts'
import type { ErpFailure } from '../erp/port.ts'

export type ProofRefusal = Refusal<'wrong-key' | 'erp-unreachable' | 'erp-busy'>
export type ErpRefusal = ProofRefusal | Refusal<'not-connected'>

const keyCodes: ReadonlySet<string> = new Set(['wrong-key', 'key-missing', 'key-unreadable'])

export function refusalOf(failure: ErpFailure): ErpRefusal {
  if (failure.code === 'not-connected') return refuse('not-connected', failure.sentence)
  return refusalOfProof(failure)
}

/** The same where a connection is surely there, or not needed. */
export function refusalOfProof(failure: ErpFailure): ProofRefusal {
  const facts = {
    ...(failure.said === undefined ? {} : { said: failure.said }),
    ...(failure.waitMs === undefined
      ? {}
      : { waitMs: failure.waitMs, retryAfterSeconds: Math.max(1, Math.ceil(failure.waitMs / 1_000)) }),
  }
  if (keyCodes.has(failure.code)) return refuse('wrong-key', failure.sentence, { facts })
  const sentence = `${failure.sentence}${tryAgain(failure, facts.retryAfterSeconds)}`
  if (failure.kind === 'busy') return refuse('erp-busy', sentence, { facts })
  return refuse('erp-unreachable', sentence, { facts })
}

/** What a person asked for is not repeated without them. */
function tryAgain({ kind, code }: ErpFailure, seconds: number | undefined): string {
  if (code === 'bad-certificate' || (kind !== 'unreachable' && code !== 'rate-limited')) return ''
  return seconds === undefined ? ' Try again in a few minutes.' : ` Try again in ${seconds} s.`
}
