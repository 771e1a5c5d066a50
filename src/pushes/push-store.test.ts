/** Two transactions on the same pushes: neither waits for the other while it holds what that one waits for. */
import { expect, it } from 'vitest'
import { withDatabase } from '../../tests/support/test-database.ts'
import { addConnection, addPush, addSupplier } from '../connections/test-setup.ts'
import { newId } from '../core/ids.ts'
import { transact } from '../db/transact.ts'
import { claimDue, findPush, lockPushes, renewLease } from './push-store.ts'

const { db } = await withDatabase()
const now = new Date()
const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000)

it('a lease is renewed on all but what is being changed at that moment, and waits for nothing', async () => {
  const supplierId = await addSupplier(db)
  const connectionId = await addConnection(db, supplierId)
  const push = { state: 'waiting', unclear: false, nextAttemptAt: now } as const
  const one = await addPush(db, supplierId, push)
  const other = await addPush(db, supplierId, push)
  const owner = newId()
  const claim = { supplierId, connectionId, now, limit: 10 }
  const write = <T>(work: Parameters<typeof transact<T>>[2]) => transact(db, { supplierId }, work)
  await write((tx) => claimDue(tx, { ...claim, lease: { owner, until: after(1) } }))
  const leaseOf = async (orderId: string) =>
    (await write((tx) => findPush(tx, { supplierId, orderId })))?.leaseUntil

  const [isHeld, mayLetGo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const holding = write(async (tx) => {
    await lockPushes(tx, { supplierId, orderIds: [one] })
    isHeld.resolve()
    await mayLetGo.promise
  })
  await isHeld.promise
  const renew = { supplierId, lease: { owner, until: after(2) }, now }
  await write((tx) => renewLease(tx, renew))
  expect([await leaseOf(one), await leaseOf(other)]).toEqual([after(1), after(2)])
  mayLetGo.resolve()
  await holding
  await write((tx) => renewLease(tx, renew))
  expect(await leaseOf(one)).toEqual(after(2))
}, 20_000)
