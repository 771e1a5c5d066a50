import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Batch, type Progress, type Take, sendAll } from './one-ahead.ts'

const untold = new AbortController().signal

/** Batches 1 to `count`, and a record of what happened to them. `send` is told the batch and when it is being noted. */
function batches(
  count: number,
  send: (batch: number, progress: Progress) => Promise<boolean>,
): { readonly take: Take; readonly log: string[] } {
  const log: string[] = []
  let taken = 0
  return {
    log,
    take: async (ahead) => {
      if (taken === count) return undefined
      taken += 1
      const batch = taken
      log.push(ahead ? `take ${batch} ahead` : `take ${batch}`)
      return {
        send: async (progress) => {
          log.push(`send ${batch}`)
          const result = await send(batch, progress)
          log.push(`noted ${batch}`)
          return result
        },
        giveBack: async () => {
          log.push(`give back ${batch}`)
        },
      }
    },
  }
}

test('the next batch goes out once the one before is answered, and at most one is still being noted', async () => {
  const notes = [1, 2, 3].map(() => Promise.withResolvers<boolean>())
  const told = [1, 2, 3].map(() => Promise.withResolvers<void>())
  const it = batches(3, async (batch, { left, answered }) => {
    left()
    await answered()
    told[batch - 1]?.resolve()
    return notes[batch - 1]?.promise ?? Promise.resolve(true)
  })
  const done = sendAll(it.take, untold)
  await told[0]?.promise
  expect(it.log).toContain('send 2')
  expect(it.log).not.toContain('noted 1')
  expect(it.log).not.toContain('send 3')
  notes[0]?.resolve(true)
  await told[1]?.promise
  expect(it.log).toContain('send 3')
  notes[1]?.resolve(true)
  notes[2]?.resolve(true)
  expect(await done).toEqual({ sent: 3, healthy: true })
  expect(it.log.filter((entry) => entry.startsWith('take'))).toEqual([
    'take 1',
    'take 2 ahead',
    'take 3 ahead',
  ])
  expect(it.log.filter((entry) => entry.startsWith('noted'))).toEqual(['noted 1', 'noted 2', 'noted 3'])
})

test('nothing is taken, and nothing noted, before a batch has left', async () => {
  const leaving = [1, 2].map(() => Promise.withResolvers<void>())
  const sending = [1, 2].map(() => Promise.withResolvers<void>())
  const it = batches(2, async (batch, { left, answered }) => {
    sending[batch - 1]?.resolve()
    await leaving[batch - 1]?.promise
    left()
    await answered()
    it.log.push(`note ${batch}`)
    return true
  })
  const done = sendAll(it.take, untold)
  await sending[0]?.promise
  expect(it.log).toEqual(['take 1', 'send 1'])
  leaving[0]?.resolve()
  await sending[1]?.promise
  expect(it.log).toEqual(['take 1', 'send 1', 'take 2 ahead', 'send 2'])
  leaving[1]?.resolve()
  expect(await done).toEqual({ sent: 2, healthy: true })
  expect(it.log).toContain('note 1')
  expect(it.log).toContain('note 2')
})

test('what a batch leads to goes out behind the next one, once that has had its turn, without its answer', async () => {
  const turn = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const answer = Promise.withResolvers<void>()
  const it = batches(3, async (batch, { left, gone, answered }) => {
    left()
    if (batch === 2) await turn.promise
    gone()
    if (batch === 2) await answer.promise
    await answered(batch < 3 ? following(batch) : undefined)
    return true
  })
  const following = (of: number): Batch => ({
    send: async ({ left, gone, answered }) => {
      it.log.push(`send what follows ${of}`)
      left()
      gone()
      begun.resolve()
      await answered()
      return true
    },
    giveBack: () => Promise.resolve(),
  })
  const done = sendAll(it.take, untold)
  await Promise.race([begun.promise, setImmediate()])
  expect(it.log).toContain('send 2')
  expect(it.log).not.toContain('send what follows 1')
  turn.resolve()
  await begun.promise
  expect(it.log.at(-1)).toBe('send what follows 1')
  await setImmediate()
  expect(it.log).not.toContain('send 3')
  answer.resolve()
  expect(await done).toEqual({ sent: 5, healthy: true })
  expect(it.log.filter((entry) => entry.startsWith('send'))).toEqual([
    'send 1',
    'send 2',
    'send what follows 1',
    'send 3',
    'send what follows 2',
  ])
})

test('what a batch leads to goes out at once where nothing was there to be taken, and then it is tried again', async () => {
  const it = batches(2, async (batch, { left, gone, answered }) => {
    left()
    gone()
    await answered(batch === 1 ? following : undefined)
    return true
  })
  const following: Batch = {
    send: async ({ left, gone, answered }) => {
      it.log.push('send what follows')
      left()
      gone()
      await answered()
      it.log.push('note what follows')
      return true
    },
    giveBack: () => Promise.resolve(),
  }
  let asked = 0
  const lateTake: Take = async (ahead) => {
    asked += 1
    return asked === 2 ? undefined : it.take(ahead)
  }
  expect(await sendAll(lateTake, untold)).toEqual({ sent: 3, healthy: true })
  expect(it.log.filter((entry) => !entry.startsWith('take'))).toEqual([
    'send 1',
    'send what follows',
    'noted 1',
    'send 2',
    'note what follows',
    'noted 2',
  ])
})

test('after trouble, or told to stop, what would follow is given back too', async () => {
  for (const stopped of [false, true]) {
    const stop = new AbortController()
    const log: string[] = []
    const following: Batch = {
      send: () => Promise.resolve(true),
      giveBack: async () => {
        log.push('give back what follows')
      },
    }
    const it = batches(3, async (batch, { left, answered }) => {
      left()
      if (batch === 2) {
        if (stopped) stop.abort()
        await answered(following)
      } else await answered()
      return stopped || batch !== 1
    })
    expect(await sendAll(it.take, stop.signal)).toEqual({ sent: 2, healthy: stopped })
    expect(log).toEqual(['give back what follows'])
    expect(it.log.filter((entry) => /^(send|give)/.test(entry))).toEqual(['send 1', 'send 2', 'give back 3'])
  }
})

test('after trouble nothing more is sent, and what was taken ahead is given back', async () => {
  const it = batches(3, () => Promise.resolve(false))
  expect(await sendAll(it.take, untold)).toEqual({ sent: 1, healthy: false })
  expect(it.log.filter((entry) => /^(send|give)/.test(entry))).toEqual(['send 1', 'give back 2'])
})

test('trouble while a batch is noted stops what follows it', async () => {
  const it = batches(4, (batch, { answered }) => {
    void answered()
    return Promise.resolve(batch !== 1)
  })
  const { healthy } = await sendAll(it.take, untold)
  expect(healthy).toBe(false)
  expect(it.log).not.toContain('send 3')
  expect(it.log.at(-1)).toBe('give back 3')
})

test('an error gives back what was taken ahead, waits for what is under way, and is thrown', async () => {
  const it = batches(4, async (batch, { answered }) => {
    void answered()
    if (batch === 1) throw new Error('The database is gone.')
    return true
  })
  await expect(sendAll(it.take, untold)).rejects.toThrow('The database is gone.')
  const sent = it.log.filter((entry) => entry.startsWith('send')).length
  expect(it.log).toContain(`give back ${sent + 1}`)
})

test('told to stop, it gives back what was taken ahead', async () => {
  const stop = new AbortController()
  const it = batches(3, async (_batch, { answered }) => {
    stop.abort()
    void answered()
    return true
  })
  expect(await sendAll(it.take, stop.signal)).toEqual({ sent: 1, healthy: true })
  expect(it.log).toContain('give back 2')
  expect(await sendAll(batches(0, () => Promise.resolve(true)).take, untold)).toEqual({
    sent: 0,
    healthy: true,
  })
})
