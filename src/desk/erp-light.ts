/** The Cin7 light: one colour, one word, one sentence for how the connection does. Pure, so that every case can be tested. */
import type { ErpStanding } from './desk-store.ts'

export interface Light {
  readonly tone: 'green' | 'amber' | 'red' | 'grey'
  readonly word: string
  readonly sentence: string
}

export interface LightFacts {
  readonly standing: ErpStanding | undefined
  readonly waiting: { readonly count: number; readonly oldestDueAt: Date | null }
  readonly now: Date
}

/** A push that waits longer than this is worth a look. */
const SLOW_AFTER_MS = 2 * 60_000

export function erpLight({ standing, waiting, now }: LightFacts): Light {
  if (!standing) {
    return { tone: 'grey', word: 'Not connected', sentence: 'Cin7 is not connected. Connect it in Settings.' }
  }
  if (standing.state === 'needs-attention') {
    return {
      tone: 'red',
      word: 'Needs attention',
      sentence: standing.stateSentence ?? 'Cin7 does not accept the connection. Check its key in Settings.',
    }
  }
  const held = waiting.count === 0 ? '' : ` ${orders(waiting.count)} to be sent; nothing is lost.`
  if (standing.paused) {
    return {
      tone: 'amber',
      word: 'Paused',
      sentence: `Sending to Cin7 is paused until somebody resumes it.${held}`,
    }
  }
  if (standing.retryAt && standing.retryAt > now) {
    const sentence = `Cin7 cannot be reached. The next try is in ${until(standing.retryAt, now)}.${held}`
    return { tone: 'amber', word: 'Trying again', sentence }
  }
  if (standing.closedUntil && standing.closedUntil > now) {
    const sentence = `Cin7 asked for fewer calls. Sending goes on in ${until(standing.closedUntil, now)}.${held}`
    return { tone: 'amber', word: 'Waiting', sentence }
  }
  if (standing.held) return { tone: 'amber', word: 'Waiting', sentence: `${standing.held}${held}` }
  if (standing.failing) return { tone: 'red', word: 'Failing', sentence: standing.failing }
  if (standing.retryAt) {
    const sentence = `Cin7 could not be reached at the last try; the next call shows whether it answers again.${held}`
    return { tone: 'amber', word: 'Trying again', sentence }
  }
  if (waiting.oldestDueAt && now.getTime() - waiting.oldestDueAt.getTime() > SLOW_AFTER_MS) {
    const sentence = `${orders(waiting.count)} to be sent, the first for ${until(now, waiting.oldestDueAt)}.`
    return { tone: 'amber', word: 'Behind', sentence }
  }
  return {
    tone: 'green',
    word: 'Connected',
    sentence: 'Cin7 is connected, and nothing has been waiting for long.',
  }
}

function orders(count: number): string {
  return count === 1 ? '1 order waits' : `${count} orders wait`
}

/** A span as people say it: `40 seconds`, `3 minutes`, `2 hours`. */
function until(later: Date, earlier: Date): string {
  const seconds = Math.max(1, Math.round((later.getTime() - earlier.getTime()) / 1000))
  if (seconds < 90) return seconds === 1 ? '1 second' : `${seconds} seconds`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`
}
