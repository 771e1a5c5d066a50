/** Cin7 fails on two orders of many, without a word about which: the others are made, and they alone are told. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { retryPush } from '../../src/contract/orders.ts'
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

it('the others of their batch are made, they alone are told, and are made once they can be', async () => {
  const orders = await house.keyOrders(40)
  const bad = [orders[17]!, orders[35]!]
  const others = orders.filter((order) => !bad.includes(order))
  const faults = bad.map(({ number }) =>
    house.cin7.armFault({
      kind: 'error500',
      when: 'before',
      method: 'POST',
      resource: 'SalesOrders',
      reference: number,
    }),
  )
  house.cin7.clearCalls()
  await house.approveAll(orders)
  const made = await Promise.all(others.map((order) => house.untilRead(order)))
  expect(new Set(made.map(({ push }) => push.verified))).toEqual(new Set(['verified']))
  expect(others.map((order) => house.inCin7(order).length)).toEqual(others.map(() => 1))
  // Once all together, then in small parts, but never each one by one.
  expect(house.calls('POST', /SalesOrders/)).toBeLessThan(orders.length)
  // Only those in a small part with one of them failed again, not all that such a part kept from their turn.
  expect(made.filter(({ push }) => push.attempts > 2).length).toBeLessThan(others.length / 2)

  await until(async () => (await house.inbox()).length === bad.length)
  const entries = await house.inbox()
  expect(new Set(entries.map(({ orderId }) => orderId))).toEqual(new Set(bad.map(({ orderId }) => orderId)))
  for (const { cause, sentence } of entries) {
    // Told as one that fails alone, and not tried any more, where enough others got through meanwhile.
    expect(['still-trying', 'fails-alone']).toContain(cause)
    expect(sentence).toMatch(/failed \d+ times to make sales order/)
  }
  for (const fault of faults) house.cin7.disarmFault(fault.id)
  for (const order of bad) {
    const { push } = await house.untilOrder(
      order,
      ({ push }) => push.state === 'parked' || push.verified !== null,
    )
    if (push.state === 'parked') await house.api.call(retryPush, { params: { orderId: order.orderId } })
    expect((await house.untilRead(order)).push.verified).toBe('verified')
    expect(house.inCin7(order)).toHaveLength(1)
  }
  expect(await house.inbox()).toEqual([])
}, 120_000)
