/** An order whose sales order one Cin7 account may have is not made in another that is connected meanwhile, unless a person says so. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connect, disconnect } from '../../src/contract/connection.ts'
import { retryAll } from '../../src/contract/inbox.ts'
import { cancelOrder, retryPush } from '../../src/contract/orders.ts'
import { until } from '../support/browser.ts'
import { type House, type Household, type Order, openHouse } from '../support/supplier-house.ts'

let house: House

beforeAll(async () => {
  house = await openHouse({ households: 2 })
  await house.workHere()
}, 60_000)
afterAll(() => house.close())

/** Sent, made there, and not answered; then the other account is connected. */
async function leftBehind(other: Household): Promise<Order> {
  const order = await house.keyOrder()
  house.cin7.armFault({ kind: 'reset', when: 'after', times: 1, method: 'POST', resource: 'SalesOrders' })
  await house.approve(order)
  await until(() => house.inCin7(order).length === 1)
  await house.api.call(disconnect, {})
  await house.api.call(connect, { body: other.credentials })
  return house.untilOrder(order, ({ push }) => push.state === 'parked')
}

async function backAgain(): Promise<void> {
  await house.api.call(disconnect, {})
  await house.api.call(connect, { body: house.credentials })
}

it('waits for a person, who is told where to look, and goes on by itself when its account is back', async () => {
  const other = house.households[1]!
  const { push, ...order } = await leftBehind(other)
  expect(push.problem).toMatchObject({ code: 'unclear-elsewhere' })
  expect(push.sentence).toContain(`“${house.credentials.username}” did not say whether it made sales order`)
  expect(push.inbox?.fixes.map(({ label }) => label)).toContain(
    `It is not there: make it in “${other.credentials.username}”`,
  )
  // Each needs a look of its own.
  expect(await house.api.call(retryAll, { body: { cause: 'unclear-elsewhere' } })).toEqual({ retried: 0 })
  expect(other.cin7.salesOrders()).toEqual([])
  await backAgain()
  const after = await house.untilRead({ ...order, push })
  expect(after.push).toMatchObject({ how: 'found', verified: 'verified' })
  expect(house.inCin7(after)).toHaveLength(1)
  expect(await house.inbox()).toEqual([])
})

it('goes to the connected account when a person says that the other one has none', async () => {
  const order = await leftBehind(house.households[1]!)
  await house.api.call(retryPush, { params: { orderId: order.orderId } })
  // Nobody has linked its customer to that account yet, which is asked before anything is sent.
  await house.untilOrder(order, ({ push }) => push.problem?.code === 'customer-not-linked')
  await backAgain()
  await house.untilRead(order)
  expect(house.inCin7(order)).toHaveLength(1)
})

it('can be cancelled by a person who found it in the other account', async () => {
  const { orderId, revision, number } = await leftBehind(house.households[1]!)
  await house.api.call(cancelOrder, { params: { orderId }, body: { revision, reason: 'Void over there' } })
  expect(await house.inbox()).toEqual([])
  await backAgain()
  await house.untilQuiet()
  expect(house.cin7.salesOrders().filter(({ reference }) => reference === number)).toHaveLength(1)
})
