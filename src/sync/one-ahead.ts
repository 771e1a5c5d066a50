/**
 * Sends batch after batch without waiting for what need not be waited for: the next one is made ready while one waits for its
 * turn and its answer, and goes out before what became of the one before is noted. It holds no business.
 */

/** What a batch tells while it is sent. */
export interface Progress {
  /** It is on its way, or has to wait for its turn: until then nothing else is begun, so that it leaves at once. */
  readonly left: () => void
  /** It has had its turn: one that only reads may follow. */
  readonly gone: () => void
  /** It is answered, so the next one may go out. Resolves once that has left: then is the time to note what became of this one. */
  readonly answered: () => Promise<void>
}

/** A batch that was taken and is ready to go out. */
export interface Batch {
  /** It changes nothing in the ERP, so it goes out without the answer of the one before. */
  readonly onlyReads?: true
  /** Sends it and notes what became of it. False: there is trouble, and nothing more is to be sent. */
  readonly send: (progress: Progress) => Promise<boolean>
  /** Lets go of it: it will not be sent. */
  readonly giveBack: () => Promise<void>
}

/** Takes the next batch; undefined when nothing is left. `ahead`: one before it is still under way. */
export type Take = (ahead: boolean) => Promise<Batch | undefined>

/** Sends all that is left. Returns how many batches went out, and whether all went well. Ends once everything is noted. */
export async function sendAll(take: Take, signal: AbortSignal): Promise<{ sent: number; healthy: boolean }> {
  let sent = 0
  let healthy = true
  let before = { sending: Promise.resolve(true), mayNote: (): void => undefined }
  let batch = await take(false)
  while (batch !== undefined && healthy && !signal.aborted) {
    const left = Promise.withResolvers<void>()
    const gone = Promise.withResolvers<boolean>()
    const answered = Promise.withResolvers<boolean>()
    const noting = Promise.withResolvers<void>()
    const sending = batch.send({
      left: left.resolve,
      gone: () => gone.resolve(true),
      answered: () => {
        answered.resolve(true)
        return noting.promise
      },
    })
    await Promise.race([left.promise, sending.catch(() => undefined)])
    before.mayNote()
    const taking = take(true)
    const [next, mayGoOn, wentWell] = await Promise.allSettled([
      taking,
      taking.then((taken) => Promise.race([(taken?.onlyReads ? gone : answered).promise, sending])),
      before.sending,
    ])
    sent += 1
    before = { sending, mayNote: noting.resolve }
    batch = next.status === 'fulfilled' ? next.value : undefined
    if (next.status === 'rejected' || mayGoOn.status === 'rejected' || wentWell.status === 'rejected') {
      before.mayNote()
      await Promise.allSettled([sending, batch?.giveBack()])
      throw [next, mayGoOn, wentWell].find((one) => one.status === 'rejected')?.reason
    }
    healthy = mayGoOn.value && wentWell.value
  }
  before.mayNote()
  const [wentWell] = await Promise.all([before.sending, batch?.giveBack()])
  return { sent, healthy: healthy && wentWell }
}
