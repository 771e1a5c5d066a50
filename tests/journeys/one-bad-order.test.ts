/** Cin7 fails on one order of many, without a word about which: the others are made, and it alone is told. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { until } from '../support/browser.ts'
import { type House, openHouse } from '../support/supplier-house.ts'

let house: House

beforeAll(async () => {
  // Nothing here is late, so that nothing need be waited for.
  house = await openHouse({
    dispatchPollMs: 60_000,
    timing: { requestMs: 300, visibilityMs: 200, backOffMs: 20 },
  })
  await house.workHere()
})
afterAll(() => house.close())

it('the others of its batch are made, it alone is told, and it is made once it can be', async () => {
  const orders = await house.keyOrders(40)
  const bad = orders[17]!
  const fault = house.cin7.armFault({
    kind: 'error500',
    when: 'before',
    method: 'POST',
    resource: 'SalesOrders',
    reference: bad.number,
  })
  house.cin7.clearCalls()
  await house.approveAll(orders)
  for (const order of orders.filter((one) => one !== bad)) {
    const made = await house.untilRead(order)
    expect([made.push.verified, house.inCin7(order).length]).toEqual(['verified', 1])
  }
  // Once all together, then in small parts: never each one by one.
  expect(house.calls('POST', /SalesOrders/)).toBeLessThan(orders.length / 2)

  await until(async () => (await house.inbox()).length > 0)
  expect(await house.inbox()).toMatchObject([
    {
      orderId: bad.orderId,
      cause: 'still-trying',
      sentence: expect.stringMatching(/has failed \d+ times to make sales order/),
    },
  ])
  house.cin7.disarmFault(fault.id)
  expect((await house.untilRead(bad)).push.verified).toBe('verified')
  expect(house.inCin7(bad)).toHaveLength(1)
  expect(await house.inbox()).toEqual([])
}, 120_000)
