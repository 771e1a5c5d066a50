/** One supplier of a journey with its Cin7 account: founded, connected, everything imported, and what its staff do all day. */
import { connect } from '../../src/contract/connection.ts'
import type { AnswerOf } from '../../src/contract/endpoint.ts'
import { listInbox } from '../../src/contract/inbox.ts'
import { approveOrder, approveOrders, createOrder, getOrder, getTimeline } from '../../src/contract/orders.ts'
import { getSession, setUp } from '../../src/contract/session.ts'
import { read } from '../../src/db/transact.ts'
import { type SupplierId, asId } from '../../src/core/ids.ts'
import { isRefusal } from '../../src/core/refusal.ts'
import { type ApiClient, signedInClient } from '../../src/demo/api-client.ts'
import { createSupplierWithOwner } from '../../src/identity/create-supplier.ts'
import type { Product } from '../../src/product.ts'
import type { AccountHandle } from '../../src/simulators/cin7-omni/account-handle.ts'
import { importAll, keyOrder, until } from './browser.ts'
import { makeInCin7 } from './make-in-cin7.ts'

export type Order = AnswerOf<typeof getOrder>
export type Event = AnswerOf<typeof getTimeline>['items'][number]
type InboxEntry = AnswerOf<typeof listInbox>['groups'][number]['entries'][number]

export interface Household {
  readonly api: ApiClient
  readonly owner: { readonly email: string; readonly password: string }
  readonly supplierId: SupplierId
  readonly credentials: { readonly username: string; readonly key: string }
  readonly cin7: AccountHandle
  /** A placed order of one customer, different in quantity each time. */
  keyOrder(): Promise<Order>
  /** So many of them, with freight. */
  keyOrders(count: number): Promise<Order[]>
  approve(order: Order): Promise<void>
  /** All at once, as a person who ticks them all. */
  approveAll(orders: readonly Order[]): Promise<void>
  order(order: Order): Promise<Order>
  /** Waits until the order is as it should be, and returns it. */
  untilOrder(order: Order, isSo: (now: Order) => boolean): Promise<Order>
  /** Waits until the order's sales order is made and read back. */
  untilRead(order: Order): Promise<Order>
  /** Waits until nothing is on its way to Cin7 nor waiting to be read back. */
  untilQuiet(seconds?: number): Promise<void>
  timeline(order: Order): Promise<Event[]>
  inbox(): Promise<(InboxEntry & { cause: string })[]>
  /** The sales orders that Cin7 has under the order's number. */
  inCin7(order: Order): ReturnType<AccountHandle['salesOrders']>
  /** Somebody else's program, or a person, makes a record in Cin7. Returns its id. */
  makeInCin7(resource: 'Contacts' | 'SalesOrders', record: Record<string, unknown>): Promise<number>
  /** How often Cin7 was called so. */
  calls(method: string, path: RegExp): number
}

export async function foundHousehold(
  product: Product,
  account: { username: string; key: string; url: string; cin7: AccountHandle },
): Promise<Household> {
  const { cin7, username, key } = account
  const owner = { email: `${username.toLowerCase()}@journey.example`, password: 'correct horse battery' }
  const founding = {
    supplierName: `Journey Foods ${username}`,
    country: 'New Zealand',
    currency: 'NZD',
    timeZone: 'Pacific/Auckland',
    personName: 'Ana Fraser',
    ...owner,
  }
  // The first sets the installation up as a person does; further suppliers have no page for that.
  const first = await fetch(`${product.url ?? ''}${setUp.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(founding),
  })
  if (!first.ok) {
    const founded = await createSupplierWithOwner(product.services.db, founding)
    if (isRefusal(founded)) throw new Error(founded.sentence)
  }
  const api = await signedInClient(product.url ?? '', owner)
  const { supplier } = await api.call(getSession, {})
  const supplierId = asId<SupplierId>(supplier!.supplierId)
  await api.call(connect, { body: { username, key } })
  for (const kind of ['customers', 'products'] as const) await importAll(api, kind)

  let quantity = 0
  const keyOne = (): Promise<Order> =>
    keyOrder(api, 'Blue Door Café', { 'OIL-5L': String((quantity += 1)), 'TOM-A10': '3' })
  const orderNow = ({ orderId }: Order): Promise<Order> => api.call(getOrder, { params: { orderId } })
  const untilOrder = async (order: Order, isSo: (now: Order) => boolean): Promise<Order> => {
    let now = await orderNow(order)
    await until(async () => isSo((now = await orderNow(order)))).catch((error: unknown) => {
      throw new Error(`Order ${order.number} is ${now.status} and ${JSON.stringify(now.push)}`, {
        cause: error,
      })
    })
    return now
  }
  return {
    api,
    owner,
    supplierId,
    credentials: { username, key },
    cin7,
    keyOrder: keyOne,
    keyOrders: async (count) => {
      const first = await keyOne()
      const products = first.lines.map(({ productId }) => productId)
      const orders = [first]
      while (orders.length < count) {
        const some = Array.from({ length: Math.min(10, count - orders.length) }, () => {
          quantity += 1
          const lines = products.map((productId, index) => ({
            productId,
            quantity: String((quantity % 50) + index + 1),
          }))
          const body = { customerId: first.customer.customerId, lines, freight: `${quantity % 7}.35` }
          return api.call(createOrder, { body })
        })
        orders.push(...(await Promise.all(some)))
      }
      return orders
    },
    approve: async ({ orderId, revision }) =>
      void (await api.call(approveOrder, { params: { orderId }, body: { revision } })),
    approveAll: async (orders) => {
      const body = { orders: orders.map(({ orderId, revision }) => ({ orderId, revision })) }
      const { refused } = await api.call(approveOrders, { body })
      if (refused.length > 0) throw new Error(`Not approved: ${JSON.stringify(refused)}`)
    },
    order: orderNow,
    untilOrder,
    untilRead: (order) => untilOrder(order, ({ push }) => push.state === 'in-erp' && push.verified !== null),
    // One query for all: asking for each order through the API would be the heaviest load of a journey.
    untilQuiet: (seconds) =>
      until(
        () =>
          read(product.services.db, { supplierId }, async (tx) => {
            const busy = await tx
              .selectFrom('pushes')
              .select('reference')
              .where((where) =>
                where.or([where('state', 'in', ['waiting', 'sending']), where('verifyAt', 'is not', null)]),
              )
              .limit(1)
              .execute()
            return busy.length === 0
          }),
        seconds,
      ),
    timeline: async ({ orderId }) => (await api.call(getTimeline, { params: { orderId } })).items,
    inbox: async () =>
      (await api.call(listInbox, {})).groups.flatMap(({ cause, entries }) =>
        entries.map((entry) => ({ ...entry, cause })),
      ),
    inCin7: ({ number }) => cin7.salesOrders().filter((one) => one.reference === number),
    makeInCin7: (resource, record) => makeInCin7(account, resource, record),
    calls: (method, path) =>
      cin7.calls().filter((call) => call.method === method && path.test(call.path)).length,
  }
}
