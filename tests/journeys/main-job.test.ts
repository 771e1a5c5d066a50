/** The main job through the API, from an order keyed to the order shipped: what was previewed is what Cin7 has, to the cent. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { getConnection, saveConnectionSettings } from '../../src/contract/connection.ts'
import { editCustomer, getCustomer, listCustomers } from '../../src/contract/customers.ts'
import { createOrder, previewOrder } from '../../src/contract/orders.ts'
import { listProducts } from '../../src/contract/products.ts'
import { type Tx, transact } from '../../src/db/transact.ts'
import { nightlyRefresh } from '../../src/sync/nightly-refresh.ts'
import { until } from '../support/browser.ts'
import { type House, openHouse } from '../support/supplier-house.ts'

let house: House

beforeAll(async () => {
  house = await openHouse({ dispatchPollMs: 1_000 })
  await house.workHere()
})
afterAll(() => house.close())

async function connection() {
  const { connection } = await house.api.call(getConnection, {})
  return connection!
}

async function orderOfEverything() {
  const { api } = house
  const [listed] = (await api.call(listCustomers, { query: { search: 'Driftwood' } })).items
  const params = { customerId: listed!.customerId }
  const { revision } = await api.call(getCustomer, { params })
  await api.call(editCustomer, { params, body: { revision, branchKey: '2' } })
  const products = (await api.call(listProducts, { query: { limit: 50 } })).items
  const idOf = (code: string): string => products.find((product) => product.code === code)!.productId
  return api.call(createOrder, {
    body: {
      customerId: params.customerId,
      lines: [
        { productId: idOf('OIL-5L'), quantity: '7', unitPrice: '47.1235', comment: 'The small drum' },
        { productId: idOf('FLOUR-20'), quantity: '2.5' },
        { productId: idOf('TOM-A10'), quantity: '36' },
      ],
      freight: '12.35',
      freightDescription: 'Night freight',
      poNumber: 'PO 77/81',
      deliveryOn: '2026-12-04',
      buyerNote: 'Side door, before 7 am',
    },
  })
}

it('makes exactly the previewed sales order, and follows it until it is shipped', async () => {
  const { api, cin7 } = house
  const before = await connection()
  expect(before.permissions.filter((line) => line.verb === 'read').map((line) => line.state)).not.toContain(
    'not-ticked',
  )
  const creating = (line: { resource: string; verb: string }) =>
    line.resource === 'SalesOrders' && line.verb === 'create'
  expect(before.permissions.find(creating)?.state).toBe('not-yet-proven')
  await api.call(saveConnectionSettings, {
    body: {
      revision: before.revision,
      customFieldMapping: [
        {
          from: { kind: 'order-field', field: 'poNumber' },
          to: { kind: 'custom-field', field: 'orders_1001' },
        },
        { from: { kind: 'constant', value: 'Wholesale' }, to: { kind: 'project-name' } },
      ],
    },
  })
  const order = await orderOfEverything()
  const { preview, problems } = await api.call(previewOrder, { params: { orderId: order.orderId } })
  expect(problems).toEqual([])
  const record = preview!.record as Record<string, unknown> & { lineItems: Record<string, unknown>[] }

  await house.approve(order)
  const read = await house.untilRead(order)
  expect(read).toMatchObject({ status: 'approved', label: 'In Cin7' })
  expect(read.push).toMatchObject({ how: 'created', verified: 'verified', attempts: 1, differences: [] })
  const [made, ...others] = cin7.salesOrders()
  expect(others).toEqual([])
  expect(made).toMatchObject({
    reference: order.number,
    isApproved: true,
    isVoid: false,
    stage: 'New',
    memberId: 503,
    branchId: 2,
    freightTotal: 12.35,
    freightDescription: 'Night freight',
    customerOrderNo: 'PO 77/81',
    projectName: 'Wholesale',
    deliveryInstructions: 'Side door, before 7 am',
    taxStatus: 'Excl',
    taxRate: 15,
    customFields: { orders_1001: 'PO 77/81' },
  })
  expect(made!.dispatchedDate).toBeUndefined()
  // 7 × 47.1235 = 329.86, 2.5 × 36.20 = 90.50, 36 × 11.95 = 430.20; 12.35 freight; 15 % of 862.91 = 129.44.
  expect(order).toMatchObject({ productTotal: '850.56', tax: '129.44', total: '992.35' })
  expect(made).toMatchObject({ productTotal: 850.56, total: 992.35 })
  const { lineItems, customFields, estimatedDeliveryDate, ...header } = record
  expect(made).toMatchObject(header)
  expect(made).toMatchObject({ customFields })
  expect(String(made!['estimatedDeliveryDate']).slice(0, 10)).toBe(String(estimatedDeliveryDate).slice(0, 10))
  expect(made!.lineItems.map((line) => ({ ...line }))).toMatchObject(lineItems)
  expect(made!.lineItems.every((line) => line.productId > 0)).toBe(true)
  expect((await connection()).permissions.find(creating)?.state).toBe('proven')

  const [oil] = made!.lineItems
  cin7.dispatch(made!.id, { lines: [{ lineId: oil!.id, qty: 3 }], carrier: 'Own van' })
  const part = await house.untilOrder(order, (now) => now.status === 'part-shipped')
  expect(part.lines.map((line) => line.quantityShipped)).toEqual(['3', '0', '0'])
  cin7.dispatch(made!.id, { carrier: 'Coastline Couriers', trackingCode: 'CC4410927NZ' })
  const shipped = await house.untilOrder(order, (now) => now.status === 'shipped')
  expect(shipped).toMatchObject({
    carrier: 'Coastline Couriers',
    trackingCode: 'CC4410927NZ',
    label: 'Shipped',
  })
  expect(shipped.lines.map((line) => line.quantityShipped)).toEqual(['7', '2.5', '36'])
  expect((await house.timeline(order)).map((event) => event.kind).toReversed()).toEqual([
    'placed',
    'approved',
    'sales-order-made',
    'sales-order-verified',
    'part-shipped',
    'shipped',
  ])
  expect(await house.inbox()).toEqual([])
})

it('a dispatch that Cin7 does not date is found by the nightly look', async () => {
  const order = await house.keyOrder()
  await house.approve(order)
  await house.untilRead(order)
  const [made] = house.inCin7(order)
  house.cin7.dispatch(made!.id, { carrier: 'Own van' })
  Object.assign(house.inCin7(order)[0]!, { modifiedDate: undefined })
  const { services } = house.product
  const atNight = (work: (tx: Tx) => Promise<unknown>) =>
    transact(services.db, { supplierId: house.supplierId }, work)
  const look = (tx: Tx) => nightlyRefresh(tx, services, house.supplierId)
  // The first one plans the next, whoever came first.
  await atNight(look)
  const polls = house.calls('GET', /SalesOrders$/)
  await until(() => Promise.resolve(house.calls('GET', /SalesOrders$/) > polls + 1))
  expect((await house.order(order)).status).toBe('approved')
  await atNight(async (tx) => {
    await tx.updateTable('loops').set({ nextAt: new Date() }).where('loop', '=', 'refresh').execute()
    await look(tx)
  })
  expect(await house.untilOrder(order, (now) => now.status === 'shipped')).toMatchObject({
    carrier: 'Own van',
  })
  expect((await house.timeline(order)).map((event) => event.kind).toReversed()).toEqual([
    'placed',
    'approved',
    'sales-order-made',
    'sales-order-verified',
    'shipped',
  ])
})
