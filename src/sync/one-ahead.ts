/**
 * Sends batch after batch without waiting for what need not be waited for: the next one is made ready while one waits for its
 * turn and its answer, and goes out while what became of the one before is still being noted. It holds no business.
 */

/** A batch that was taken and is ready to go out. */
export interface Batch {
  /**
   * Sends it and notes what became of it; `answered` tells that the next one may go out. False: there is trouble, and nothing
   * more is to be sent.
   */
  readonly send: (answered: () => void) => Promise<boolean>
  /** Lets go of it: it will not be sent. */
  readonly giveBack: () => Promise<void>
}

/** Takes the next batch; undefined when nothing is left. `ahead`: one before it is still under way. */
export type Take = (ahead: boolean) => Promise<Batch | undefined>

/** Sends all that is left. Returns how many batches went out, and whether all went well. Ends once everything is noted. */
export async function sendAll(take: Take, signal: AbortSignal): Promise<{ sent: number; healthy: boolean }> {
  let sent = 0
  let healthy = true
  let before = Promise.resolve(true)
  let batch = await take(false)
  while (batch !== undefined && healthy && !signal.aborted) {
    const answered = Promise.withResolvers<boolean>()
    const sending = batch.send(() => answered.resolve(true))
    const [next, mayGoOn, wentWell] = await Promise.allSettled([
      take(true),
      Promise.race([answered.promise, sending]),
      before,
    ])
    sent += 1
    before = sending
    batch = next.status === 'fulfilled' ? next.value : undefined
    if (next.status === 'rejected' || mayGoOn.status === 'rejected' || wentWell.status === 'rejected') {
      await Promise.allSettled([sending, batch?.giveBack()])
      throw [next, mayGoOn, wentWell].find((one) => one.status === 'rejected')?.reason
    }
    healthy = mayGoOn.value && wentWell.value
  }
  const [wentWell] = await Promise.all([before, batch?.giveBack()])
  return { sent, healthy: healthy && wentWell }
}
