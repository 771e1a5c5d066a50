/**
 * Makes the sample supplier's first days through the product's own API: connect, import, key orders, approve, dispatch. What
 * a visitor then sees was made by the same code that a real supplier uses.
 */
import { connect } from '../contract/connection.ts'
import { createCustomer, listCustomers } from '../contract/customers.ts'
import type { AnswerOf } from '../contract/endpoint.ts'
import { applyImport, chooseImportRows, getImport, startImport } from '../contract/imports.ts'
import { approveOrder, createOrder, getOrder } from '../contract/orders.ts'
import { listProducts } from '../contract/products.ts'
import { pause } from '../core/clock.ts'
import type { OmniSimulator } from '../simulators/cin7-omni/server.ts'
import type { ApiClient } from './api-client.ts'

interface Seeding {
  readonly api: ApiClient
  readonly simulator: OmniSimulator
  readonly credentials: { readonly username: string; readonly key: string }
  readonly say: (line: string) => void
  readonly signal: AbortSignal
}

type Customer = AnswerOf<typeof listCustomers>['items'][number]
type Product = AnswerOf<typeof listProducts>['items'][number]
type Order = AnswerOf<typeof getOrder>

export async function seedSupplier(seeding: Seeding): Promise<void> {
  const { api, say } = seeding
  await api.call(connect, { body: seeding.credentials })
  say('  connected to the simulated Cin7 Omni')
  say(`  ${await importAll(seeding, 'customers')} customers imported`)
  say(`  ${await importAll(seeding, 'products')} products imported`)
  await makeOrders(seeding)
  say('  sample orders made')
}

/** Keyed by hand under a shorter name, so that its order is stuck; a search by that name finds the contact to link it to. */
const unlinked = { contact: 'Market Lane Deli', customer: 'Market Lane' }

/** Reads, chooses all that is new but one contact, applies; returns how many were applied. */
async function importAll({ api, signal }: Seeding, kind: 'customers' | 'products'): Promise<number> {
  const started = await api.call(startImport, { body: { kind } })
  const params = { importId: started.importId }
  await until(signal, async () => (await api.call(getImport, { params })).state !== 'reading')
  await api.call(chooseImportRows, { params, body: { tab: 'new', choice: 'apply' } })
  if (kind === 'customers')
    await api.call(chooseImportRows, {
      params,
      body: { tab: 'new', search: unlinked.contact, choice: 'none' },
    })
  await api.call(applyImport, { params })
  await until(signal, async () => (await api.call(getImport, { params })).state === 'done')
  return (await api.call(getImport, { params })).rowsApplied
}

async function makeOrders(seeding: Seeding): Promise<void> {
  const { api, signal } = seeding
  const customers = (await api.call(listCustomers, { query: { limit: 60 } })).items.filter(
    (one) => !one.onHold,
  )
  const products = (await api.call(listProducts, { query: { limit: 200 } })).items.filter(
    (one) => one.orderable.allowed,
  )
  const made: Order[] = []
  for (let index = 0; index < 9; index += 1) {
    const customer = customers[(index * 7) % customers.length]
    if (customer) made.push(await keyOrder(api, { customer, products, index }))
  }
  const byHand = await api.call(createCustomer, {
    body: { name: unlinked.customer, group: 'Deli' },
  })
  const stuck = await keyOrder(api, { customer: byHand, products, index: 20 })
  // Two shipped, one part shipped, two in Cin7, one stuck for want of a link; the rest waits for review.
  const approved = made.slice(0, 5)
  for (const order of [...approved, stuck]) await approve(api, order)
  const keys = await Promise.all(approved.map((order) => keyInCin7(api, order, signal)))
  dispatch(seeding, keys)
}

async function keyOrder(
  api: ApiClient,
  {
    customer,
    products,
    index,
  }: { customer: Pick<Customer, 'customerId'>; products: readonly Product[]; index: number },
): Promise<Order> {
  const count = 2 + (index % 5)
  const lines = Array.from({ length: count }, (_, line) => {
    const product = products[(index * 13 + line * 29) % products.length]
    return product ? [{ productId: product.productId, quantity: String(1 + ((index + line * 5) % 12)) }] : []
  }).flat()
  const distinct = [...new Map(lines.map((line) => [line.productId, line])).values()]
  return api.call(createOrder, {
    body: {
      customerId: customer.customerId,
      lines: distinct,
      poNumber: index % 3 === 0 ? `PO-${4400 + index * 3}` : null,
      deliveryOn: new Date(Date.now() + (1 + (index % 4)) * 86_400_000).toISOString().slice(0, 10),
      freight: index % 2 === 0 ? '12.50' : '0',
      buyerNote: index % 4 === 1 ? 'Please deliver to the side door before 7 am.' : '',
    },
  })
}

async function approve(api: ApiClient, order: Order): Promise<void> {
  await api.call(approveOrder, { params: { orderId: order.orderId }, body: { revision: order.revision } })
}

/** Waits until the order's sales order is made, and returns its key. */
async function keyInCin7(api: ApiClient, order: Order, signal: AbortSignal): Promise<string> {
  let key: string | null = null
  await until(signal, async () => {
    const { push } = await api.call(getOrder, { params: { orderId: order.orderId } })
    key = push.remoteKey
    return key !== null && push.verified !== null
  })
  return key ?? ''
}

function dispatch({ simulator, credentials }: Seeding, keys: readonly string[]): void {
  const account = simulator.account(credentials.username)
  const [first, second, third] = keys.map(Number)
  if (first) account.dispatch(first, { carrier: 'Coastline Couriers', trackingCode: 'CC4410927NZ' })
  if (second) account.dispatch(second, { carrier: 'Coastline Couriers', trackingCode: 'CC4410931NZ' })
  const line = account.salesOrders().find((order) => order.id === third)?.lineItems?.[0]
  if (third && line)
    account.dispatch(third, { lines: [{ lineId: line.id, qty: line.qty }], carrier: 'Own van' })
}

async function until(signal: AbortSignal, isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) {
    if (signal.aborted)
      throw new Error('Stopped before the sample data was complete. Start the demo again with --fresh.')
    await pause(250, signal)
  }
}
