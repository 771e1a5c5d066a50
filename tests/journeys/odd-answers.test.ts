/**
 * Answers of Cin7 that cannot be taken as they are: texts and numbers that no database holds are cleaned or told of, a sales order
 * that it only said to have made is looked for. None keeps other orders waiting.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { retryPush } from '../../src/contract/orders.ts'
import { type House, type Order, openHouse } from '../support/supplier-house.ts'

let house: House

beforeAll(async () => {
  house = await openHouse({ dispatchPollMs: 1_000 })
  await house.workHere()
})
afterAll(() => house.close())

async function made(count: number): Promise<{ order: Order; id: number; lineId: number }[]> {
  const orders = await house.keyOrders(count)
  await house.approveAll(orders)
  return Promise.all(
    orders.map(async (order) => {
      await house.untilRead(order)
      const [found] = house.inCin7(order)
      return { order, id: found!.id, lineId: found!.lineItems[0]!.id }
    }),
  )
}

it('ships an order whose tracking code holds a NUL and half a character', async () => {
  const [odd, plain] = await made(2)
  house.cin7.dispatch(odd!.id, { carrier: 'Own \uD83D van', trackingCode: 'CC\u000012' })
  house.cin7.dispatch(plain!.id, { trackingCode: 'CC13' })
  expect(await house.untilOrder(plain!.order, ({ status }) => status === 'shipped')).toMatchObject({
    trackingCode: 'CC13',
  })
  expect(await house.untilOrder(odd!.order, ({ status }) => status === 'shipped')).toMatchObject({
    carrier: 'Own \uFFFD van',
    trackingCode: 'CC12',
  })
  expect(await house.inbox()).toEqual([])
})

it('verifies and ships an order on whose lines Cin7 says nothing for no discount and nothing shipped', async () => {
  house.cin7.setSwitch('lineNumbersOfNothing', 'null')
  const [it] = await made(1)
  expect((await house.order(it!.order)).push).toMatchObject({ verified: 'verified', differences: [] })
  house.cin7.dispatch(it!.id, { lines: [{ lineId: it!.lineId, qty: 1 }] })
  const part = await house.untilOrder(it!.order, ({ status }) => status === 'part-shipped')
  expect(part.lines.map((line) => line.quantityShipped)).toEqual(['1', '0'])
  house.cin7.dispatch(it!.id)
  await house.untilOrder(it!.order, ({ status }) => status === 'shipped')
  house.cin7.resetSwitches()
})

it('parks an order that Cin7 refuses with a NUL in its words', async () => {
  const order = await house.keyOrder()
  house.cin7.armFault({
    kind: 'recordFailure',
    method: 'POST',
    resource: 'SalesOrders',
    times: 1,
    value: 'Odd \u0000 line \uD800.',
  })
  await house.approve(order)
  const { push } = await house.untilOrder(order, (now) => now.push.state === 'parked')
  expect(push.sentence).toContain('Odd  line \uFFFD.')
})

it('quotes nothing when Cin7 refuses without a word', async () => {
  const order = await house.keyOrder()
  house.cin7.armFault({ kind: 'badRequest', method: 'POST', resource: 'SalesOrders', times: 1, value: '' })
  await house.approve(order)
  const { push } = await house.untilOrder(order, (now) => now.push.state === 'parked')
  expect(push.sentence).toContain(`turned sales order ${order.number} down and gave no reason. Look at`)
})

it('tells of a sales order that cannot be recorded, and ships the others', async () => {
  const [odd, plain] = await made(2)
  // More than any column of quantities holds.
  house.cin7.edit(odd!.id, { lineItems: [{ id: odd!.lineId, qty: 1e12 }] })
  house.cin7.dispatch(odd!.id)
  house.cin7.dispatch(plain!.id)
  await house.untilOrder(plain!.order, ({ status }) => status === 'shipped')
  const entries = (await house.inbox()).filter(({ cause }) => cause === 'dispatch-not-recorded')
  expect(entries.map(({ orderId }) => orderId)).toEqual([odd!.order.orderId])
  expect(entries[0]!.sentence).toContain(`Sales order ${odd!.order.number} changed in Cin7`)
})

it('makes a sales order again that Cin7 only said to have made, once a person says so', async () => {
  const order = await house.keyOrder()
  house.cin7.armFault({ kind: 'notStored', method: 'POST', reference: order.number, times: 1 })
  await house.approve(order)
  const { push } = await house.untilOrder(order, (now) => now.push.state === 'parked')
  expect(push.sentence).toContain('has it neither under the id that it gave nor under that reference')
  expect((await house.inbox()).filter(({ orderId }) => orderId === order.orderId)).toMatchObject([
    { cause: 'lost', fixes: [{ kind: 'retry' }, { kind: 'link-existing' }] },
  ])
  expect(house.inCin7(order)).toEqual([])

  await house.api.call(retryPush, { params: { orderId: order.orderId } })
  expect((await house.untilRead(order)).push.verified).toBe('verified')
  expect(house.inCin7(order)).toHaveLength(1)
  expect((await house.inbox()).filter(({ orderId }) => orderId === order.orderId)).toEqual([])
})

it('takes the sales order under its reference where Cin7 gave the id of another or of none', async () => {
  const order = await house.keyOrder()
  house.cin7.armFault({ kind: 'notStored', method: 'POST', reference: order.number, times: 1 })
  await house.approve(order)
  await house.untilOrder(order, (now) => now.push.state === 'in-erp')
  const sent = house.cin7
    .calls()
    .findLast((call) => call.method === 'POST' && call.body.includes(order.number))
  const [record] = JSON.parse(sent!.body) as Record<string, unknown>[]
  const id = await house.makeInCin7('SalesOrders', record!)

  const { push } = await house.untilOrder(order, (now) => now.push.remoteKey === String(id))
  expect(push.state).toBe('in-erp')
  expect((await house.untilRead(order)).push.verified).toBe('verified')
  expect(house.inCin7(order)).toHaveLength(1)
})
