/** Every page of a supplier in the middle of its work, in every state that has a look of its own. The screenshots are for looking at. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCustomer, listCustomers } from '../../src/contract/customers.ts'
import { approveOrder, createOrder, getOrder } from '../../src/contract/orders.ts'
import { listProducts } from '../../src/contract/products.ts'
import { type Desk, keyOrder, openDesk, until } from '../support/browser.ts'
import { chromiumPath } from '../support/chromium.ts'
import { type Stop, checkPage } from '../support/page-check.ts'
import { smallSeed } from '../support/small-seed.ts'

const ids = { review: '', inCin7: '', shipped: '', stuck: '', customer: '', unlinked: '', product: '' }

const stops: readonly Stop[] = [
  { route: '/', name: 'today', heading: 'Today' },
  { route: '/orders', name: 'orders', heading: 'Orders' },
  { route: '/orders', name: 'orders-all', heading: 'Orders', path: () => '/orders?tab=all' },
  { route: '/orders', name: 'orders-none', heading: 'Orders', path: () => '/orders?q=nothing-has-this' },
  { route: '/orders/new', name: 'order-new', heading: 'New order' },
  {
    route: '/orders/$orderId',
    name: 'order-review',
    heading: /^Order PV/,
    path: () => `/orders/${ids.review}`,
  },
  {
    route: '/orders/$orderId',
    name: 'order-in-cin7',
    heading: /^Order PV/,
    path: () => `/orders/${ids.inCin7}`,
  },
  {
    route: '/orders/$orderId',
    name: 'order-shipped',
    heading: /^Order PV/,
    path: () => `/orders/${ids.shipped}`,
  },
  {
    route: '/orders/$orderId',
    name: 'order-stuck',
    heading: /^Order PV/,
    path: () => `/orders/${ids.stuck}`,
  },
  { route: '/inbox', name: 'inbox', heading: 'Inbox' },
  { route: '/sync', name: 'sync', heading: 'Cin7 sync' },
  { route: '/customers', name: 'customers', heading: 'Customers' },
  { route: '/customers/new', name: 'customer-new', heading: 'New customer' },
  {
    route: '/customers/$customerId',
    name: 'customer',
    heading: 'Blue Door Café',
    path: () => `/customers/${ids.customer}`,
  },
  {
    route: '/customers/$customerId',
    name: 'customer-unlinked',
    heading: 'Night Market Stall 12',
    path: () => `/customers/${ids.unlinked}`,
  },
  { route: '/products', name: 'products', heading: 'Products' },
  {
    route: '/products/$productId',
    name: 'product',
    heading: /Olive oil/,
    path: () => `/products/${ids.product}`,
  },
  { route: '/import/customers', name: 'import-customers', heading: 'Import customers' },
  { route: '/import/products', name: 'import-products', heading: 'Import products' },
  { route: '/settings', name: 'settings', heading: 'Settings' },
  { route: '/settings/cin7', name: 'cin7', heading: 'Cin7 Omni' },
  { route: '$', name: 'not-found', heading: 'There is no page here', path: () => '/no/such/page' },
]

describe.skipIf(!chromiumPath())('every page of the desk', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk({ supplier: 'imported', seed: smallSeed() })
    await fill(desk)
  })
  afterAll(() => desk?.close())

  it('has every route of the router in its list', () => {
    const router = readFileSync(new URL('../../web/router.tsx', import.meta.url), 'utf8')
    const routes = [...router.matchAll(/path: '([^']+)'/g)].map((match) => match[1])
    const covered = new Set([...stops.map(({ route }) => route), '/gallery', '/sign-in', '/set-up'])
    expect(routes.length).toBeGreaterThan(15)
    expect(routes.filter((route) => !covered.has(route!))).toEqual([])
  })

  it.each(stops)('$name', async (stop) => {
    await checkPage(await desk.open(), stop)
  })

  it('sign-in', async () => {
    await checkPage(await desk.open({ signedIn: false }), {
      route: '/sign-in',
      name: 'sign-in',
      heading: 'Sign in',
    })
  })
})

/** Orders in every state that has a look of its own. */
async function fill({ api, cin7 }: Desk): Promise<void> {
  const lines = { 'OIL-5L': '6', 'FLOUR-20': '12', 'TOM-A10': '24' }
  const review = await keyOrder(api, 'Blue Door', lines)
  await keyOrder(api, 'Cargo Bay', { 'HONEY-1': '5' })
  const approved = [await keyOrder(api, 'Driftwood', lines), await keyOrder(api, 'Fern', { 'VIN-2L': '3' })]
  const stall = await api.call(createCustomer, { body: { name: 'Night Market Stall 12' } })
  const [oil] = (await api.call(listProducts, { query: { search: 'OIL-5L' } })).items
  const stuck = await api.call(createOrder, {
    body: { customerId: stall.customerId, lines: [{ productId: oil!.productId, quantity: '1' }] },
  })
  for (const order of [...approved, stuck]) {
    const { orderId, revision } = order
    await api.call(approveOrder, { params: { orderId }, body: { revision } })
  }
  const stateOf = async (params: { orderId: string }) => api.call(getOrder, { params })
  for (const order of approved) await until(async () => (await stateOf(order)).push.verified === 'verified')
  await until(async () => (await stateOf(stuck)).push.state === 'parked')
  const [, shipped] = approved
  cin7.dispatch(Number((await stateOf(shipped!)).push.remoteKey), {
    carrier: 'Coastline Couriers',
    trackingCode: 'CC4410927NZ',
  })
  await until(async () => (await stateOf(shipped!)).status === 'shipped')
  const [blue] = (await api.call(listCustomers, { query: { search: 'Blue Door' } })).items
  Object.assign(ids, {
    review: review.orderId,
    inCin7: approved[0]?.orderId,
    shipped: shipped?.orderId,
    stuck: stuck.orderId,
    customer: blue?.customerId,
    unlinked: stall.customerId,
    product: oil?.productId,
  })
}
