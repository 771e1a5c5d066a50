/**
 * What happens here or in Cin7 while a sales order is on its way: after an attempt that was not answered, and between its making
 * and its read-back. There is one sales order all the same, nobody is sent astray, and what is to be done in Cin7 stays told.
 */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { closeEntry } from '../../src/contract/inbox.ts'
import { getCustomer, linkCustomer, unlinkCustomer } from '../../src/contract/customers.ts'
import { cancelOrder, reopenOrder, retryPush } from '../../src/contract/orders.ts'
import { until } from '../support/browser.ts'
import { type House, type Order, openHouse } from '../support/supplier-house.ts'

let house: House

beforeAll(async () => {
  // Time enough for something to happen before the first look.
  house = await openHouse({ dispatchPollMs: 1_000, timing: { firstLookMs: 1_500 } })
  await house.workHere()
})
afterAll(() => house.close())

const causes = async (): Promise<string[]> => (await house.inbox()).map(({ cause }) => cause).toSorted()
const untilCauses = (...wanted: string[]) =>
  until(async () => JSON.stringify(await causes()) === JSON.stringify(wanted))
const params = ({ orderId }: Order) => ({ orderId })

beforeEach(async () => {
  house.cin7.clearFaults()
  expect(await causes()).toEqual([])
})

/** Approved, and Cin7 did not say whether it made its sales order. */
async function unclear(when: 'before' | 'after'): Promise<Order> {
  house.cin7.armFault({ kind: 'error500', when, method: 'POST', resource: 'SalesOrders', times: 1 })
  const order = await house.keyOrder()
  await house.approve(order)
  return house.untilOrder(order, ({ push }) => push.problem?.code === 'unclear')
}

/** Made, and its read-back is under way for as long as it takes to do something else. */
async function beingReadBack(): Promise<{ order: Order; id: number }> {
  house.cin7.armFault({ kind: 'delay', value: 1_000, method: 'GET', resource: 'SalesOrders' })
  const order = await house.keyOrder()
  await house.approve(order)
  const made = await house.untilOrder(order, ({ pushState }) => pushState === 'in-erp')
  expect(made.push.verified).toBeNull()
  return { order: made, id: house.inCin7(order)[0]!.id }
}

async function cancel(order: Order): Promise<void> {
  const { revision } = await house.order(order)
  await house.api.call(cancelOrder, { params: params(order), body: { revision, reason: 'Rang off' } })
}

it('finds its own sales order although the customer was unlinked meanwhile, and compares it once linked again', async () => {
  const order = await unclear('after')
  const { customerId } = order.customer
  const { link } = await house.api.call(getCustomer, { params: { customerId } })
  await house.api.call(unlinkCustomer, { params: { customerId } })
  const found = await house.untilRead(order)
  expect(found.push).toMatchObject({ how: 'found', verified: 'different' })
  const [entry] = await house.inbox()
  expect(entry?.sentence).toMatch(/cannot be compared with the order: .* is not linked to a contact in Cin7/)

  await house.api.call(linkCustomer, { params: { customerId }, body: { remoteKey: link!.remoteKey } })
  await untilCauses()
  expect((await house.order(order)).push.verified).toBe('verified')
  expect(house.inCin7(order)).toHaveLength(1)
})

it('finds its own sales order although Cin7 stored another customer, and says so', async () => {
  house.cin7.armFault({ kind: 'alterMember', value: 502, method: 'POST', times: 1 })
  const order = await unclear('after')
  const found = await house.untilRead(order)
  expect(found.push).toMatchObject({ how: 'found', verified: 'different' })
  const [entry] = await house.inbox()
  expect(entry?.sentence).toContain('Customer: ordered 501, Cin7 has 502')
  house.cin7.edit(house.inCin7(order)[0]!.id, { memberId: 501 })
  await untilCauses()
  expect(house.inCin7(order)).toHaveLength(1)
})

it('lets no order go of which Cin7 may have the sales order, and keeps the duty to look for it', async () => {
  const order = await unclear('before')
  const foreign = await house.makeInCin7('SalesOrders', { reference: order.number, memberId: 502 })
  const parked = await house.untilOrder(order, (now) => now.pushState === 'parked')
  expect(parked.push.problem?.code).toBe('reference-taken')
  expect(parked.push.problem?.sentence).toContain('did not say whether it had made this one')
  await expect(
    house.api.call(reopenOrder, { params: params(order), body: { revision: parked.revision } }),
  ).rejects.toThrow('The sales order may exist in Cin7')
  await cancel(order)
  expect(await causes()).toEqual(['to-look-for-in-erp'])
  const [entry] = await house.inbox()
  expect(entry?.sentence).toContain(`Look for ${order.number} in Cin7 and void it if it is this order's`)
  await house.api.call(closeEntry, {
    params: { entryId: entry!.entryId },
    body: { reason: 'It is of another order' },
  })
  expect(house.inCin7(order).map(({ id }) => id)).toEqual([foreign])
})

it('makes it once the other one has another reference', async () => {
  const order = await unclear('before')
  const foreign = await house.makeInCin7('SalesOrders', { reference: order.number, memberId: 502 })
  await house.untilOrder(order, (now) => now.pushState === 'parked')
  house.cin7.edit(foreign, { reference: `HAND-${foreign}` })
  await house.api.call(retryPush, { params: params(order) })
  await house.untilRead(order)
  expect(house.inCin7(order).map(({ memberId }) => memberId)).toEqual([501])
})

it('keeps the duty to void what was cancelled before it was read back, and tells of a part that left all the same', async () => {
  const { order, id } = await beingReadBack()
  await cancel(order)
  expect(await causes()).toEqual(['to-void-in-erp'])
  await house.untilRead(order)
  expect(await causes()).toEqual(['to-void-in-erp'])

  const [line] = house.inCin7(order)[0]!.lineItems
  house.cin7.dispatch(id, { lines: [{ lineId: line!.id, qty: 1 }] })
  await untilCauses('dispatched-though-cancelled')
  const [entry] = await house.inbox()
  expect(entry?.sentence).toContain('was dispatched in Cin7 in part although the order is cancelled')
  house.cin7.voidOrder(id)
  await untilCauses()
})

it('keeps that duty also where Cin7 has something else than was ordered', async () => {
  house.cin7.armFault({ kind: 'alterFreight', value: 3, method: 'POST', times: 1 })
  const { order, id } = await beingReadBack()
  await cancel(order)
  expect((await house.untilRead(order)).push.verified).toBe('different')
  expect(await causes()).toEqual(['to-void-in-erp'])
  house.cin7.voidOrder(id)
  await untilCauses()
})

it('takes a stage that the warehouse moved on before the read-back for no difference', async () => {
  const { order, id } = await beingReadBack()
  house.cin7.edit(id, { stage: 'Partially Picked' })
  expect((await house.untilRead(order)).push).toMatchObject({ verified: 'verified', differences: [] })
  expect(await causes()).toEqual([])
})

it('tells of one that was voided before the read-back as of any that is voided', async () => {
  const { order, id } = await beingReadBack()
  house.cin7.voidOrder(id)
  await house.untilRead(order)
  await untilCauses('voided-in-erp')
  const [entry] = await house.inbox()
  expect(entry?.sentence).toContain(
    'was voided in Cin7. The warehouse will not send it. Cancel the order here too',
  )
  expect(entry?.fixes.map(({ kind }) => kind)).toEqual(['cancel-order', 'handled'])
  await cancel(order)
  expect(await causes()).toEqual([])
})
