/** What the sync page says of sending where nothing has its turn: the reason that was told before, and never that all is sent. */
import { expect, it } from 'vitest'
import { withDatabase } from '../../tests/support/test-database.ts'
import { addConnection, addPush, addSupplier, openDoor } from '../connections/test-setup.ts'
import { systemClock } from '../core/clock.ts'
import { openLog } from '../core/log.ts'
import { read, transact } from '../db/transact.ts'
import { drainPushes } from './drain-pushes.ts'
import { findLoop, noteLoop } from './loop-store.ts'
import { defaultTiming } from './push-policy.ts'

const { db } = await withDatabase()
const deps = {
  db,
  clock: systemClock,
  log: openLog('test', 'silent'),
  jobs: { enqueue: () => Promise.resolve() },
  // Nothing is due, so nothing is called.
  erp: openDoor(db, 'http://127.0.0.1:9'),
  publicUrl: '',
  timing: defaultTiming,
}
const inAnHour = () => new Date(Date.now() + 3_600_000)
const spent = 'The calls to Cin7 of this day are used up.'

it.each([
  ['never told', undefined, 'ok', /^Nothing was due; what waits is sent when its turn comes$/],
  ['all well', { outcome: 'ok', sentence: 'Fine' }, 'ok', /^Nothing was due;/],
  ['a reason to wait', { outcome: 'busy', sentence: spent }, 'busy', /are used up\.$/],
  ['a failure in Purvey', { outcome: 'failed', sentence: 'It fails' }, 'ok', /^Nothing was due;/],
] as const)('after %s, with an order that waits for its time', async (_, before, outcome, sentence) => {
  const supplierId = await addSupplier(db)
  const connectionId = await addConnection(db, supplierId)
  const nextAt = inAnHour()
  await addPush(db, supplierId, { state: 'waiting', unclear: false, nextAttemptAt: nextAt })
  const loop = { supplierId, connectionId, loop: 'pushes' } as const
  if (before)
    await transact(db, { supplierId }, (tx) =>
      noteLoop(tx, { ...loop, ...before, endedAt: new Date(), nextAt: null }),
    )
  await drainPushes(deps, { supplierId, connectionId }, new AbortController().signal)
  const last = await read(db, { supplierId }, (tx) => findLoop(tx, loop))
  expect(last).toMatchObject({ lastOutcome: outcome, nextAt })
  expect(last?.lastSentence).toMatch(sentence)
})

it('says that all is sent where nothing waits', async () => {
  const supplierId = await addSupplier(db)
  const connectionId = await addConnection(db, supplierId)
  await drainPushes(deps, { supplierId, connectionId }, new AbortController().signal)
  const last = await read(db, { supplierId }, (tx) =>
    findLoop(tx, { supplierId, connectionId, loop: 'pushes' }),
  )
  expect(last).toMatchObject({ lastOutcome: 'ok', lastSentence: 'Everything that was due has been sent' })
})
