/** Waits for something to come about, by asking again and again. */
import { pause } from '../src/core/clock.ts'

/** @throws Error when it has not come about in time. */
export async function until(
  isSo: () => Promise<boolean> | boolean,
  { everyMs = 50, withinMs = 180_000, what = 'What was waited for' } = {},
): Promise<void> {
  const giveUpAt = performance.now() + withinMs
  while (!(await isSo())) {
    if (performance.now() > giveUpAt)
      throw new Error(`${what} did not come about within ${Math.round(withinMs / 1000)} s.`)
    await pause(everyMs)
  }
}
