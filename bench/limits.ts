/** What Cin7's limits force: the least time that a number of calls can take, one after the other. */
import { documentedLimits } from '../src/simulators/cin7-omni/limits.ts'

/**
 * Milliseconds from the first call until the last answer, for calls of which each begins when the one before is answered, on
 * a connection whose minute is free. `answersMs`: how long Cin7 took over each.
 */
export function forcedMs(answersMs: readonly number[]): number {
  const { perSecond, perMinute } = documentedLimits
  const begun: number[] = []
  let answeredAt = 0
  for (const [index, ms] of answersMs.entries()) {
    const second = begun[index - perSecond]
    const minute = begun[index - perMinute]
    const at = Math.max(
      answeredAt,
      second === undefined ? 0 : second + 1000,
      minute === undefined ? 0 : minute + 60_000,
    )
    begun.push(at)
    answeredAt = at + ms
  }
  return answeredAt
}
