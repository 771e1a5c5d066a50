/** A worker is killed at each step of a push, and another goes on: exactly one sales order each time, right to the cent. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../support/browser.ts'
import { type House, type Order, openHouse } from '../support/supplier-house.ts'

let house: House

beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())
beforeEach(() => {
  house.cin7.clearFaults()
  house.cin7.resetSwitches()
  house.cin7.clearCalls()
})

const inCin7 = (order: Order) => house.cin7.salesOrders().filter((one) => one.reference === order.number)
const seen = (method: string, path: RegExp) =>
  house.cin7.calls().filter((call) => call.method === method && path.test(call.path))

async function expectExactlyOne(order: Order): Promise<void> {
  const now = await house.untilRead(order)
  expect(now.push).toMatchObject({ state: 'in-erp', verified: 'verified', differences: [] })
  const made = inCin7(order)
  expect(made).toHaveLength(1)
  expect(made[0]!.total.toFixed(2)).toBe(order.total)
  expect(String(made[0]!.id)).toBe(now.push.remoteKey)
}

describe('a worker killed', () => {
  it('before anything reached Cin7 leaves the order to the next one', async () => {
    const order = await house.keyOrder()
    const worker = await house.startWorker()
    house.cin7.armFault({ kind: 'hang', when: 'before', times: 1, method: 'POST', resource: 'SalesOrders' })
    await house.approve(order)
    await until(() => seen('POST', /SalesOrders/).length === 1)
    await worker.kill()
    expect(inCin7(order)).toHaveLength(0)
    const next = await house.startWorker()
    await expectExactlyOne(order)
    await next.kill()
  })

  it('after Cin7 made the sales order, before its answer, is found out by the next one', async () => {
    const order = await house.keyOrder()
    const worker = await house.startWorker()
    house.cin7.armFault({ kind: 'hang', when: 'after', times: 1, method: 'POST', resource: 'SalesOrders' })
    await house.approve(order)
    await until(() => inCin7(order).length === 1)
    await worker.kill()
    const next = await house.startWorker()
    await expectExactlyOne(order)
    expect((await house.order(order)).push.how).toBe('found')
    await next.kill()
  })

  it('before the read-back leaves that to the next one', async () => {
    const order = await house.keyOrder()
    const worker = await house.startWorker()
    house.cin7.armFault({ kind: 'hang', when: 'before', times: 1, method: 'GET', resource: 'SalesOrders' })
    await house.approve(order)
    await until(async () => (await house.order(order)).push.state === 'in-erp')
    await worker.kill()
    house.cin7.clearFaults()
    const next = await house.startWorker()
    await expectExactlyOne(order)
    await next.kill()
  })

  it('with a record that shows up late in lists makes no second one', async () => {
    const order = await house.keyOrder()
    const worker = await house.startWorker()
    house.cin7.setSwitch('lateListMs', 2_000)
    house.cin7.setSwitch('duplicateReference', 'accept')
    house.cin7.armFault({ kind: 'hang', when: 'after', times: 1, method: 'POST', resource: 'SalesOrders' })
    await house.approve(order)
    await until(() => inCin7(order).length === 1)
    await worker.kill()
    const next = await house.startWorker()
    await expectExactlyOne(order)
    await next.kill()
  })

  it.each(['before claiming', 'at a random moment'])(
    '%s, again and again, makes one of each',
    async (when) => {
      const orders = await Promise.all(Array.from({ length: 8 }, () => house.keyOrder()))
      for (const order of orders) await house.approve(order)
      for (let round = 0; round < 4; round += 1) {
        const before = house.cin7.calls().length
        const worker = await house.startWorker()
        if (when !== 'before claiming') await until(() => house.cin7.calls().length > before + round)
        await worker.kill()
        if (orders.every((order) => inCin7(order).length === 1)) break
      }
      const last = await house.startWorker()
      for (const order of orders) await expectExactlyOne(order)
      await last.kill()
    },
  )
})
