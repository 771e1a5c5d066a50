/** What must not go unnoticed in Cin7 after an order arrived: a second sales order, another reference, a dispatch that is taken back. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { closeEntry } from '../../src/contract/inbox.ts'
import { getToday } from '../../src/contract/desk.ts'
import { cancelOrder, countOrders, editOrder, listOrders } from '../../src/contract/orders.ts'
import { until } from '../support/browser.ts'
import { type House, type Order, openHouse } from '../support/supplier-house.ts'

let house: House

beforeAll(async () => {
  house = await openHouse({ dispatchPollMs: 1_000 })
  house.cin7.setSwitch('duplicateReference', 'accept')
  await house.workHere()
})
afterAll(() => house.close())

const causes = async (): Promise<string[]> => (await house.inbox()).map(({ cause }) => cause).toSorted()
const untilCauses = (...wanted: string[]) =>
  until(async () => JSON.stringify(await causes()) === JSON.stringify(wanted))

async function arrived(
  details: { deliveryOn?: string } = {},
): Promise<{ order: Order; id: number; lineId: number }> {
  const { orderId, revision } = await house.keyOrder()
  const order = await house.api.call(editOrder, { params: { orderId }, body: { ...details, revision } })
  await house.approve(order)
  await house.untilRead(order)
  const [made] = house.inCin7(order)
  return { order, id: made!.id, lineId: made!.lineItems[0]!.id }
}

async function listed(tab: 'needs-you' | 'in-erp') {
  return (await house.api.call(listOrders, { query: { tab } })).items
}

beforeEach(async () => {
  expect(await causes()).toEqual([])
})

it('tells of a second one until that is void, whatever becomes of the order and its own', async () => {
  const { order, id, lineId } = await arrived()
  const second = await house.makeInCin7('SalesOrders', { reference: order.number, memberId: 501 })
  await untilCauses('double')
  const [entry] = await house.inbox()
  expect(entry).toMatchObject({ orderId: order.orderId, subjectKind: 'double' })
  expect(entry!.sentence).toContain(`id ${id}, which is this order's, and id ${second}`)
  expect((await house.order(order)).push.inbox?.cause).toBe('double')

  // Its own is changed and put right again.
  const quantity = house.inCin7(order).find((one) => one.id === id)!.lineItems[0]!.qty
  house.cin7.edit(id, { lineItems: [{ id: lineId, qty: quantity + 1 }] })
  await untilCauses('changed-in-erp', 'double')
  house.cin7.edit(id, { lineItems: [{ id: lineId, qty: quantity }] })
  await untilCauses('double')

  const { revision } = await house.order(order)
  await house.api.call(cancelOrder, {
    params: { orderId: order.orderId },
    body: { revision, reason: 'Ordered by mistake' },
  })
  expect(await causes()).toEqual(['double', 'to-void-in-erp'])
  house.cin7.voidOrder(id)
  await untilCauses('double')
  house.cin7.voidOrder(second)
  await untilCauses()
})

it('tells once of a sales order that was given to another customer, until it is put right', async () => {
  const { order, id } = await arrived()
  const { memberId } = house.inCin7(order)[0]!
  house.cin7.edit(id, { memberId: memberId === 501 ? 502 : 501 })
  await untilCauses('different')
  const [entry] = await house.inbox()
  expect(entry).toMatchObject({ orderId: order.orderId, field: 'Customer' })
  expect(entry!.sentence).toContain(`Customer: ordered ${memberId}, Cin7 has `)
  await house.api.call(closeEntry, {
    params: { entryId: entry!.entryId },
    body: { reason: 'They are one business' },
  })

  // Looked at anew, and nothing else is found.
  const looks = (): number => house.calls('GET', new RegExp(`SalesOrders/${id}`))
  const before = looks()
  house.cin7.edit(id, { customerOrderNo: 'Theirs 12' })
  await until(async () => Promise.resolve(looks() > before))
  house.cin7.edit(id, { memberId })
  await house.untilOrder(order, ({ push }) => push.verified === 'verified')
  expect(await causes()).toEqual([])
  const told = (await house.timeline(order)).filter(({ kind }) => kind === 'sales-order-different')
  expect(told).toHaveLength(1)
})

it('tells of a sales order that is to be delivered on another day, until it is put right', async () => {
  const { order, id } = await arrived({ deliveryOn: '2026-12-03' })
  house.cin7.edit(id, { estimatedDeliveryDate: '2026-12-04T00:00:00Z' })
  await untilCauses('different')
  expect((await house.inbox())[0]).toMatchObject({ orderId: order.orderId, field: 'Delivery day' })
  house.cin7.edit(id, { estimatedDeliveryDate: '2026-12-03T00:00:00Z' })
  await untilCauses()
})

it('does not ask for what is void already to be voided', async () => {
  const { order, id } = await arrived()
  house.cin7.voidOrder(id)
  await untilCauses('voided-in-erp')
  const [entry] = await house.inbox()
  expect(entry!.fixes.map(({ kind }) => kind)).toEqual(['cancel-order', 'handled'])
  // Handled or not, it is no order in Cin7 any more: wherever it is listed, it says what it waits for.
  await house.api.call(closeEntry, { params: { entryId: entry!.entryId }, body: { reason: 'Seen' } })
  const voided = { label: 'Voided in Cin7', tone: 'red' }
  expect(await house.order(order)).toMatchObject(voided)
  expect(await listed('needs-you')).toMatchObject([{ orderId: order.orderId, ...voided }])
  expect(await listed('in-erp')).not.toMatchObject([{ orderId: order.orderId }])
  expect(await house.api.call(countOrders, {})).toMatchObject({ 'needs-you': 1 })
  const today = await house.api.call(getToday, {})
  expect(today.counts.parked).toBe(1)
  expect(today.newest[0]).toMatchObject({ orderId: order.orderId, ...voided })
  const { revision } = await house.order(order)
  await house.api.call(cancelOrder, {
    params: { orderId: order.orderId },
    body: { revision, reason: 'Void in Cin7' },
  })
  expect(await causes()).toEqual([])
  expect((await house.timeline(order)).map(({ sentence }) => sentence)).toContain('Cancelled: Void in Cin7.')
  expect(await house.order(order)).toMatchObject({ label: 'Cancelled' })
  expect(await listed('needs-you')).toEqual([])
})

it('tells of a dispatch that is taken back, once', async () => {
  const { order, id } = await arrived()
  house.cin7.dispatch(id)
  await house.untilOrder(order, ({ status }) => status === 'shipped')
  house.cin7.undispatch(id)
  await untilCauses('undispatched-in-erp')
  expect(await house.order(order)).toMatchObject({ status: 'shipped', shippedAt: expect.any(String) })
  house.cin7.edit(id, { internalComments: 'Looked into' })
  await until(async () => (await house.order(order)).push.remote?.dispatchedAt === null)
  const [entry] = await house.inbox()
  expect(entry).toMatchObject({ seenCount: 1, orderId: order.orderId })
  house.cin7.dispatch(id)
  await untilCauses()
})

it('takes a part dispatch back as Cin7 does, and tells of it until the goods are dispatched again', async () => {
  const { order, id, lineId } = await arrived()
  const shippedOf = async () => (await house.order(order)).lines[0]!.quantityShipped
  house.cin7.dispatch(id, { lines: [{ lineId, qty: 1 }] })
  await house.untilOrder(order, ({ status }) => status === 'part-shipped')
  house.cin7.undispatch(id)
  await untilCauses('undispatched-in-erp')
  expect(await house.order(order)).toMatchObject({ status: 'approved', label: 'In Cin7' })
  expect(await shippedOf()).toBe('0')
  const [news] = await house.timeline(order)
  expect(news).toMatchObject({
    kind: 'changed-in-erp',
    changes: [{ from: '1', to: expect.stringMatching(/^0 of /) }],
  })
  expect(news!.sentence).toContain('nothing of it is dispatched there now')
  house.cin7.dispatch(id, { lines: [{ lineId, qty: 1 }] })
  await untilCauses()
  expect(await house.order(order)).toMatchObject({ status: 'part-shipped' })
  expect(await shippedOf()).toBe('1')
  house.cin7.dispatch(id)
  await house.untilOrder(order, ({ status }) => status === 'shipped')
})

it('tells of another reference until it has its own again', async () => {
  const { order, id } = await arrived()
  house.cin7.edit(id, { reference: `${order.number}-A` })
  await untilCauses('changed-in-erp')
  expect((await house.order(order)).push.differences).toEqual([
    { what: 'Reference', expected: order.number, seen: `${order.number}-A` },
  ])
  house.cin7.dispatch(id)
  await house.untilOrder(order, ({ status }) => status === 'shipped')
  house.cin7.edit(id, { reference: order.number })
  await untilCauses()
})
