/**
 * Slows guessing of passwords down. Each sign-in is counted before its password is looked at and forgotten when it succeeds,
 * so that neither many at once nor a restart gets more tries than one at a time.
 */
import ipaddr from 'ipaddr.js'
import type { Clock } from '../core/clock.ts'
import { newId } from '../core/ids.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import { type Db, transact } from '../db/transact.ts'
import {
  deleteAfterSuccess,
  deleteAttemptsBefore,
  insertAttempts,
  lockSubjects,
  recentAttempts,
} from './attempts-store.ts'

const WINDOW_MS = 15 * 60_000
const MOST_PER_ACCOUNT = 10
const MOST_PER_ADDRESS = 50

export interface CountedAttempt {
  /** To be called when the sign-in succeeded. */
  succeeded(): Promise<void>
}

/** Counts an attempt, or refuses it; `facts.retryAfterSeconds` says when the next will be heard. */
export async function countAttempt(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  { email, ip }: { readonly email: string; readonly ip: string },
): Promise<CountedAttempt | Refusal<'too-many-attempts'>> {
  const account = `email:${email.toLowerCase()}`
  const address = `ip:${networkOf(ip)}`
  const subjects = [account, address]
  const at = clock.now()
  const since = new Date(at.getTime() - WINDOW_MS)
  const attemptId = newId()
  return transact(db, { system: true }, async (tx) => {
    await lockSubjects(tx, subjects)
    for (const [subject, most] of [
      [account, MOST_PER_ACCOUNT],
      [address, MOST_PER_ADDRESS],
    ] as const) {
      const recent = await recentAttempts(tx, { subject, since, most })
      const oldest = recent[most - 1]
      if (oldest) return tooMany(oldest.getTime() + WINDOW_MS - at.getTime())
    }
    await deleteAttemptsBefore(tx, subjects, since)
    await insertAttempts(tx, { attemptId, at, subjects })
    return {
      succeeded: () =>
        transact(db, { system: true }, (later) => deleteAfterSuccess(later, { account, address, attemptId })),
    }
  })
}

function tooMany(waitMs: number): Refusal<'too-many-attempts'> {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  const minutes = Math.ceil(seconds / 60)
  return refuse(
    'too-many-attempts',
    `There were too many failed sign-ins. Wait ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, then try again.`,
    { facts: { retryAfterSeconds: seconds } },
  )
}

/** One household or server has a whole /64 of IPv6 addresses: they count as one. */
function networkOf(ip: string): string {
  if (!ipaddr.isValid(ip)) return 'unknown'
  const address = ipaddr.process(ip)
  if (address.kind() === 'ipv4') return address.toString()
  return `${address.toNormalizedString().split(':').slice(0, 4).join(':')}::/64`
}
