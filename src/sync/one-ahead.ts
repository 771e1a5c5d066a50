/**
 * Sends batch after batch without waiting for what need not be waited for: the next one is made ready while one waits for its
 * turn and its answer, and goes out before what became of the one before is noted. It holds no business.
 */

/** What a batch tells while it is sent. */
export interface Progress {
  /** It is on its way, or has to wait for its turn: until then nothing else is begun, so that it leaves at once. */
  readonly left: () => void
  /** It has had its turn. */
  readonly gone: () => void
  /**
   * It is answered, or needs no answer before others are sent. What it leads to (`following`) is to go out behind the next one
   * that is taken, or at once where there is none. Resolves when it is the time to note what became of this one: once the next
   * has left.
   */
  readonly answered: (following?: Batch) => Promise<void>
}

/** A batch that was taken and is ready to go out. */
export interface Batch {
  /** Sends it and notes what became of it. False: there is trouble, and nothing more is to be sent. */
  readonly send: (progress: Progress) => Promise<boolean>
  /** Lets go of it: it will not be sent. */
  readonly giveBack: () => Promise<void>
}

/** Takes the next batch; undefined when nothing is left. `ahead`: one before it is still under way. */
export type Take = (ahead: boolean) => Promise<Batch | undefined>

const nothingTaken: Promise<Batch | undefined> = Promise.resolve(undefined)

/** Sends all that is left. Returns how many batches went out, and whether all went well. Ends once everything is noted. */
export async function sendAll(take: Take, signal: AbortSignal): Promise<{ sent: number; healthy: boolean }> {
  let sent = 0
  let before: Sending | undefined
  let last: Sending | undefined
  const following: Batch[] = []
  let batch = await take(false)
  let taking = nothingTaken

  async function sendOn(): Promise<boolean> {
    let healthy = true
    while (batch !== undefined && healthy && !signal.aborted) {
      const isFollowed = following.length > 0
      before = last
      last = begin(batch, (led) => following.push(led))
      batch = undefined
      sent += 1
      await last.left()
      before?.mayNote()
      // What was taken before is still there where what follows went first.
      taking = taking.then((taken) => taken ?? take(true))
      taking.catch(() => undefined)
      await last.gone()
      if (isFollowed) batch = following.shift()
      else {
        const answers = await Promise.all([before?.answered(), last.answered()])
        healthy = !answers.includes(false)
        batch = await taking
        taking = nothingTaken
        // What can be taken since goes before what follows; only behind the very first that would hold up what follows.
        if (sent > 1 && following.length > 0) batch ??= await take(true)
        batch ??= following.shift()
        if (batch === undefined) last.mayNote()
      }
      healthy = (await before?.ending) !== false && healthy
    }
    return healthy
  }

  async function giveBack(): Promise<void> {
    for (const unsent of [batch, ...following, await taking]) await unsent?.giveBack()
  }

  const [wentOn] = await Promise.allSettled([sendOn()])
  last?.mayNote()
  const ended = await Promise.allSettled([before?.ending, last?.ending])
  const [gaveBack] = await Promise.allSettled([giveBack()])
  for (const it of [wentOn, ...ended, gaveBack]) if (it.status === 'rejected') throw it.reason
  const healthy = [wentOn, ...ended].every((it) => it.status === 'fulfilled' && it.value !== false)
  return { sent, healthy }
}

interface Sending {
  /** What became of it, once that is noted. */
  readonly ending: Promise<boolean>
  readonly mayNote: () => void
  readonly left: () => Promise<unknown>
  readonly gone: () => Promise<unknown>
  /** False: it ended without having been answered well. */
  readonly answered: () => Promise<boolean>
}

function begin(batch: Batch, onFollowing: (led: Batch) => void): Sending {
  const left = Promise.withResolvers<void>()
  const gone = Promise.withResolvers<void>()
  const answered = Promise.withResolvers<true>()
  const noting = Promise.withResolvers<void>()
  const ending = batch.send({
    left: left.resolve,
    gone: gone.resolve,
    answered: (following) => {
      if (following) onFollowing(following)
      answered.resolve(true)
      return noting.promise
    },
  })
  const ended = ending.catch(() => undefined)
  return {
    ending,
    mayNote: noting.resolve,
    left: () => Promise.race([left.promise, ended]),
    gone: () => Promise.race([gone.promise, answered.promise, ended]),
    answered: () => Promise.race([answered.promise, ending]),
  }
}
