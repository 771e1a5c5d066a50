/** The order desk at work: two people, two processes, double clicks, wrong moments, and what needs a person. */
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { getSync } from '../../src/contract/connection.ts'
import { createCustomer, editCustomer, getCustomer, linkCustomer } from '../../src/contract/customers.ts'
import { closeEntry, retryAll } from '../../src/contract/inbox.ts'
import {
  approveOrder,
  approveOrders,
  cancelOrder,
  createOrder,
  editOrder,
  linkSalesOrder,
  listOrders,
  markShipped,
  rejectOrder,
  reopenOrder,
  retryPush,
} from '../../src/contract/orders.ts'
import { signIn } from '../../src/contract/session.ts'
import { signedInClient } from '../../src/demo/api-client.ts'
import { until } from '../support/browser.ts'
import { type House, type Order, openHouse } from '../support/supplier-house.ts'
import { testClient } from '../support/test-server.ts'

let house: House

beforeAll(async () => {
  house = await openHouse({ dispatchPollMs: 1_000 })
  await house.workHere()
})
afterAll(() => house.close())
beforeEach(() => {
  house.cin7.clearFaults()
  house.cin7.resetSwitches()
  house.cin7.clearCalls()
})

const params = ({ orderId }: Order) => ({ orderId })
const kinds = async (order: Order): Promise<string[]> =>
  (await house.timeline(order)).map((event) => event.kind)

async function handKeyed(): Promise<{ order: Order; customerId: string }> {
  const { customerId } = await house.api.call(createCustomer, {
    body: { name: `Stall ${crypto.randomUUID()}` },
  })
  const like = await house.keyOrder()
  const lines = like.lines.map(({ productId }) => ({ productId, quantity: '2' }))
  return { order: await house.api.call(createOrder, { body: { customerId, lines } }), customerId }
}

describe('many at once', () => {
  it('one of fifty clicks on approve, in two processes, approves', async () => {
    const second = await house.start({ serve: true, work: true })
    const there = await signedInClient(second.url!, house.owner)
    const order = await house.keyOrder()
    const clicks = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) =>
        (index % 2 === 0 ? house.api : there).call(approveOrder, {
          params: params(order),
          body: { revision: order.revision },
        }),
      ),
    )
    expect(clicks.filter((click) => click.status === 'fulfilled')).toHaveLength(1)
    await house.untilRead(order)
    expect(house.inCin7(order)).toHaveLength(1)
    expect(house.calls('POST', /SalesOrders/)).toBe(1)
    const told = await kinds(order)
    for (const kind of [/^approved$/, /^sales-order-(made|found)$/, /^sales-order-verified$/])
      expect(told.filter((one) => kind.test(one))).toHaveLength(1)
    await second.stop()
  })

  it('makes 300 orders in two requests, although two workers take them, and reads them back in a few', async () => {
    const orders = await house.keyOrders(300)
    const others = await Promise.all([house.workHere(), house.workHere()])
    await house.approveAll(orders)
    await house.untilQuiet()
    const made = new Map(house.cin7.salesOrders().map((one) => [one.reference, one]))
    for (const order of orders) {
      expect(house.inCin7(order), order.number).toHaveLength(1)
      expect(made.get(order.number)!.total.toFixed(2)).toBe(order.total)
    }
    expect(house.calls('POST', /SalesOrders/)).toBe(2)
    // Apart from those that ask for what was dispatched.
    const readBacks = house.cin7
      .calls()
      .filter(({ method, query }) => method === 'GET' && /reference|id( |%20|\+)IN/.test(query))
    expect(readBacks.length).toBeGreaterThan(0)
    expect(readBacks.length).toBeLessThanOrEqual(8)
    await Promise.all(others.map((worker) => worker.stop()))
  })

  it('approves the good ones of many and says what is wrong with the others', async () => {
    const [good, stale, gone] = await house.keyOrders(3)
    await house.api.call(rejectOrder, {
      params: params(gone!),
      body: { revision: gone!.revision, reason: 'No stock' },
    })
    const answer = await house.api.call(approveOrders, {
      body: {
        orders: [
          { orderId: stale!.orderId, revision: stale!.revision + 1 },
          { orderId: good!.orderId, revision: good!.revision },
          { orderId: gone!.orderId, revision: gone!.revision + 1 },
          { orderId: crypto.randomUUID(), revision: 1 },
        ],
      },
    })
    expect(answer.approved).toBe(1)
    expect(answer.refused.map(({ number, code }) => `${number} ${code}`).toSorted()).toEqual(
      [` not-found`, `${stale!.number} revision-stale`, `${gone!.number} not-now`].toSorted(),
    )
    await house.untilRead(good!)
    expect(await kinds(stale!)).toEqual(['placed'])
  })

  it('goes on with many where a request was cut off, under its key or another, and under no other request', async () => {
    const orders = (await house.keyOrders(260)).toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1))
    const [first, last] = [orders[0]!, orders.at(-1)!]
    const other = await house.keyOrder()
    const person = testClient(house.product.url!)
    await person.call(signIn.path, { body: house.owner })
    // An id counts in whichever letters it comes.
    const bodyOf = (some: readonly Order[]) => ({
      orders: some.map(({ orderId, revision }) => ({ orderId: orderId.toUpperCase(), revision })),
    })
    const approveWith = (key: string, some = orders) =>
      person.call(approveOrders.path, { body: bodyOf(some), headers: { 'idempotency-key': key } })

    // Somebody else holds the last one, and the connection that waits for it breaks.
    const holder = new Client(house.database.ownerConnection)
    const breaker = new Client(house.database.ownerConnection)
    try {
      await Promise.all([holder.connect(), breaker.connect()])
      await holder.query('begin')
      await holder.query('select from orders where order_id = $1 for update', [last.orderId])
      const cutOff = approveWith('many-at-once')
      await house.untilOrder(first, ({ status }) => status === 'approved')
      await until(async () => {
        const { rowCount } = await breaker.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and wait_event_type = 'Lock' and query like '%from "orders"%'`,
        )
        return rowCount === 1
      })
      expect((await cutOff).status).toBeGreaterThanOrEqual(500)
    } finally {
      await Promise.all([holder.end(), breaker.end()])
    }
    expect((await house.order(last)).status).toBe('placed')

    expect(await approveWith('many-at-once', [other])).toMatchObject({
      status: 409,
      body: { code: 'idempotency-key-reused' },
    })
    expect((await house.order(other)).status).toBe('placed')
    const all = { approved: orders.length, refused: [] }
    const [again, replayed] = [await approveWith('many-at-once'), await approveWith('many-at-once')]
    for (const answer of [again, replayed, await approveWith('another-request')])
      expect(answer).toMatchObject({ status: 200, body: all })
    expect([again, replayed].map(({ headers }) => headers.get('idempotent-replay'))).toEqual([null, 'true'])
    await house.untilQuiet()
    for (const order of orders) expect(house.inCin7(order), order.number).toHaveLength(1)
    for (const order of [first, last])
      expect((await kinds(order)).filter((kind) => kind === 'approved')).toHaveLength(1)
  })

  it('approves nothing of another request that comes under the same key at the same moment', async () => {
    const orders = await house.keyOrders(520)
    const person = testClient(house.product.url!)
    await person.call(signIn.path, { body: house.owner })
    const halves = [orders.slice(0, 260), orders.slice(260)]
    const answers = await Promise.all(
      halves.map((some) =>
        person.call(approveOrders.path, {
          body: { orders: some.map(({ orderId, revision }) => ({ orderId, revision })) },
          headers: { 'idempotency-key': 'one-key' },
        }),
      ),
    )
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409'])
    const [refused] = halves.filter((_, index) => answers[index]?.status === 409)
    const { items } = await house.api.call(listOrders, { query: { tab: 'to-review', limit: 200 } })
    const inReview = new Set(items.map(({ orderId }) => orderId))
    const newest = refused!.toSorted((a, b) => (a.orderId < b.orderId ? 1 : -1)).slice(0, 150)
    expect(newest.filter(({ orderId }) => !inReview.has(orderId))).toEqual([])
    await house.untilQuiet()
  })
})

describe('two people', () => {
  it('who edit the same order get a conflict, and nothing is lost', async () => {
    const order = await house.keyOrder()
    const change = (freight: string) =>
      house.api.call(editOrder, { params: params(order), body: { revision: order.revision, freight } })
    const both = await Promise.allSettled([change('5.00'), change('9.00')])
    expect(both.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const now = await house.order(order)
    expect(now.revision).toBe(order.revision + 1)
    await expect(house.approve(order)).rejects.toThrow('changed by somebody else')
    await house.approve(now)
    const read = await house.untilRead(now)
    expect(house.inCin7(read).map((one) => one.freightTotal.toFixed(2))).toEqual([now.freight])
    await expect(
      house.api.call(editOrder, { params: params(order), body: { revision: read.revision, freight: '1' } }),
    ).rejects.toThrow('only a draft or an order in review')
  })

  it('refuses a line that is given twice', async () => {
    const order = await house.keyOrder()
    const [line] = order.lines
    const same = { lineId: line!.lineId, productId: line!.productId, quantity: '1' }
    await expect(
      house.api.call(editOrder, {
        params: params(order),
        body: { revision: order.revision, lines: [same, same] },
      }),
    ).rejects.toThrow('Load the order again')
  })
})

describe('a decision', () => {
  it('to cancel has to wait while the sales order is being sent, which the order says', async () => {
    house.cin7.armFault({ kind: 'hang', when: 'before', times: 1, method: 'POST', resource: 'SalesOrders' })
    const order = await house.keyOrder()
    await house.approve(order)
    const sending = await house.untilOrder(order, ({ push }) => push.state === 'sending')
    expect(sending).toMatchObject({ pushState: 'sending', label: 'Sending' })
    expect(sending.can.cancel).toMatchObject({ allowed: false, why: expect.stringContaining('being sent') })
    await expect(
      house.api.call(cancelOrder, {
        params: params(order),
        body: { revision: sending.revision, reason: 'Changed their mind' },
      }),
    ).rejects.toThrow('is being sent to Cin7 at this moment')
    const { items } = await house.api.call(listOrders, { query: { tab: 'waiting' } })
    expect(items.map(({ number, label }) => [number, label])).toEqual([[order.number, 'Waiting for Cin7']])
    expect((await house.api.call(getSync, {})).waiting).toEqual({ waiting: 0, sending: 1, parked: 0 })
    await house.untilRead(order)
    expect(house.inCin7(order)).toHaveLength(1)
  })

  it('to cancel calls a waiting push off, and none is made', async () => {
    house.cin7.setSwitch('answerDelayMs', 300)
    const { order } = await handKeyed()
    await house.approve(order)
    const parked = await house.untilOrder(order, (now) => now.pushState === 'parked')
    await house.api.call(cancelOrder, {
      params: params(order),
      body: { revision: parked.revision, reason: 'Closed for good' },
    })
    expect(await house.order(order)).toMatchObject({
      status: 'cancelled',
      pushState: 'none',
      closedReason: 'Closed for good',
    })
    expect((await house.inbox()).filter((entry) => entry.orderId === order.orderId)).toEqual([])
    // Cin7 surely has none of it, and a sales order with that reference there would be another order.
    expect((await house.timeline(order))[0]?.sentence).toBe('Cancelled: Closed for good.')
    await house.untilQuiet()
    expect(house.inCin7(order)).toEqual([])
  })

  it('to cancel what Cin7 has asks for it to be voided there, and is done once it is', async () => {
    const order = await house.keyOrder()
    await house.approve(order)
    const read = await house.untilRead(order)
    await house.api.call(cancelOrder, {
      params: params(order),
      body: { revision: read.revision, reason: 'Doubled' },
    })
    const mine = async () => (await house.inbox()).filter((entry) => entry.orderId === order.orderId)
    expect((await mine()).map((entry) => entry.cause)).toEqual(['to-void-in-erp'])
    house.cin7.voidOrder(house.inCin7(order)[0]!.id)
    await until(async () => (await mine()).length === 0)
    expect(await kinds(order)).not.toContain('changed-in-erp')
  })

  it('to take back to review is for an order that Cin7 surely does not have', async () => {
    house.cin7.armFault({
      kind: 'recordFailure',
      value: 'The delivery address is wrong.',
      method: 'POST',
      times: 1,
    })
    const order = await house.keyOrder()
    await expect(
      house.api.call(reopenOrder, { params: params(order), body: { revision: order.revision } }),
    ).rejects.toThrow('only an approved order')
    await house.approve(order)
    const parked = await house.untilOrder(order, (now) => now.pushState === 'parked')
    expect(parked.push.problem?.sentence).toContain('The delivery address is wrong.')
    const open = await house.api.call(reopenOrder, {
      params: params(order),
      body: { revision: parked.revision },
    })
    expect(open).toMatchObject({ status: 'placed', pushState: 'none' })
    const edited = await house.api.call(editOrder, {
      params: params(order),
      body: { revision: open.revision, freight: '8.80' },
    })
    await house.approve(edited)
    await house.untilRead(edited)
    expect(house.inCin7(order).map((one) => one.freightTotal)).toEqual([8.8])
  })

  it('to ship by hand is for customers without sales orders', async () => {
    const { order, customerId } = await handKeyed()
    const { revision } = await house.api.call(getCustomer, { params: { customerId } })
    await house.api.call(editCustomer, { params: { customerId }, body: { revision, salesOrdersOn: false } })
    await house.approve(order)
    const approved = await house.order(order)
    expect(approved).toMatchObject({ status: 'approved', pushState: 'not-needed' })
    const body = { revision: approved.revision, carrier: 'Own van' }
    const shipped = await house.api.call(markShipped, { params: params(order), body })
    expect(shipped).toMatchObject({ status: 'shipped', carrier: 'Own van' })
    expect(shipped.lines.map((line) => line.quantityShipped)).toEqual(['2', '2'])
    expect(house.inCin7(order)).toEqual([])
    const other = await house.keyOrder()
    await house.approve(other)
    const read = await house.untilRead(other)
    await expect(
      house.api.call(markShipped, { params: params(other), body: { revision: read.revision } }),
    ).rejects.toThrow('Cin7 says')
  })
})

describe('what needs a person', () => {
  it('a customer without a contact parks its orders, and linking it sets all going', async () => {
    const { order, customerId } = await handKeyed()
    const lines = order.lines.map(({ productId }) => ({ productId, quantity: '1' }))
    const another = await house.api.call(createOrder, { body: { customerId, lines } })
    await house.approveAll([order, another])
    const parked = await house.untilOrder(order, (now) => now.pushState === 'parked')
    expect(parked.push.problem).toMatchObject({ code: 'customer-not-linked' })
    expect(house.calls('POST', /SalesOrders/)).toBe(0)
    await house.api.call(retryPush, { params: params(order) })
    await house.untilOrder(order, (now) => now.pushState === 'parked')
    await house.untilOrder(another, (now) => now.pushState === 'parked')
    const free = house.cin7.contacts().find((contact) => contact.company === 'Gull Bistro')!
    const linked = linkCustomer
    await expect(
      house.api.call(linked, { params: { customerId }, body: { remoteKey: String(free.id) } }),
    ).rejects.toThrow(/linked|belongs/)
    const fresh = await house.makeInCin7('Contacts', {
      type: 'Customer',
      company: 'Night stall',
      email: `${customerId}@stall.example`,
    })
    await house.api.call(linked, { params: { customerId }, body: { remoteKey: String(fresh) } })
    for (const one of [order, another]) {
      await house.untilRead(one)
      expect(house.inCin7(one).map(({ memberId }) => memberId)).toEqual([fresh])
    }
    expect((await house.inbox()).filter((entry) => entry.cause === 'customer-not-linked')).toEqual([])
  })

  it('retry all sets going all that have one cause', async () => {
    house.cin7.armFault({ kind: 'recordFailure', value: 'Stocktake is running.', method: 'POST', times: 1 })
    const orders = await house.keyOrders(5)
    await house.approveAll(orders)
    for (const order of orders) await house.untilOrder(order, (now) => now.pushState === 'parked')
    expect((await house.inbox()).filter((entry) => entry.cause === 'refused')).toHaveLength(5)
    expect(await house.api.call(retryAll, { body: { cause: 'refused' } })).toEqual({ retried: 5 })
    for (const order of orders) {
      await house.untilRead(order)
      expect(house.inCin7(order)).toHaveLength(1)
    }
    expect(await house.inbox()).toEqual([])
  })

  it.each(['recordFailure', 'badRequest'] as const)(
    'a reference that another sales order has (%s) parks the order, which is made once that one has another',
    async (mode) => {
      house.cin7.setSwitch('duplicateReference', mode)
      const order = await house.keyOrder()
      const foreign = await house.makeInCin7('SalesOrders', { reference: order.number, memberId: 502 })
      await house.approve(order)
      const { push } = await house.untilOrder(order, (now) => now.pushState === 'parked')
      expect(push.problem).toMatchObject({ code: 'reference-taken' })
      expect(push.problem?.sentence).toContain(
        `Cin7 already has a sales order ${order.number} for Cargo Bay Eatery, and it is not this order.`,
      )
      expect(house.inCin7(order)).toHaveLength(1)
      house.cin7.edit(foreign, { reference: `HAND-${foreign}` })
      await house.api.call(retryPush, { params: params(order) })
      await house.untilRead(order)
      expect(house.inCin7(order).map(({ memberId }) => memberId)).toEqual([501])
      expect(await house.inbox()).toEqual([])
    },
  )

  it('an existing sales order can be linked instead, once, and dispatched ones are shipped', async () => {
    const made = await house.keyOrder()
    await house.approve(made)
    await house.untilRead(made)
    const [existing] = house.inCin7(made)
    const order = await house.keyOrder()
    await expect(
      house.api.call(linkSalesOrder, {
        params: params(order),
        body: { referenceOrId: String(existing!.id) },
      }),
    ).rejects.toThrow(`belongs to order ${made.number}`)
    await expect(
      house.api.call(linkSalesOrder, { params: params(order), body: { referenceOrId: 'HAND-1' } }),
    ).rejects.toThrow('Cin7 has no sales order')
    await house.makeInCin7('SalesOrders', { reference: 'HAND-2', memberId: 502 })
    await expect(
      house.api.call(linkSalesOrder, { params: params(order), body: { referenceOrId: 'HAND-2' } }),
    ).rejects.toThrow(`in Cin7, not of the customer of order ${order.number}`)
    const untouched = await house.untilOrder(order, (now) => now.status === 'placed')
    expect(untouched.push.remoteKey).toBeNull()
    const byHand = await house.makeInCin7('SalesOrders', {
      reference: 'HAND-1',
      memberId: 501,
      lineItems: order.lines.map((line) => ({
        code: line.code,
        qty: Number(line.quantity),
        unitPrice: Number(line.unitPrice),
      })),
    })
    house.cin7.dispatch(byHand, { carrier: 'Own van' })
    const calls = house.calls('POST', /SalesOrders/)
    await house.api.call(linkSalesOrder, { params: params(order), body: { referenceOrId: 'HAND-1' } })
    const shipped = await house.untilOrder(order, (now) => now.status === 'shipped')
    expect(shipped.push).toMatchObject({ how: 'linked-by-hand', remoteKey: String(byHand) })
    expect(house.calls('POST', /SalesOrders/)).toBe(calls)
    expect(house.inCin7(order)).toEqual([])
  })

  it('a sales order edited or voided in Cin7 is told once', async () => {
    const order = await house.keyOrder()
    await house.approve(order)
    await house.untilRead(order)
    const [made] = house.inCin7(order)
    house.cin7.edit(made!.id, { freightTotal: 31, lineItems: [{ id: made!.lineItems[0]!.id, qty: 99 }] })
    const edited = await house.untilOrder(order, (now) => now.push.verified === 'different')
    expect(edited.push.differences.map(({ seen }) => seen)).toContain('99')
    expect(edited.push.differences.map(({ what }) => what)).toContain('Freight')
    const mine = async () => (await house.inbox()).filter((entry) => entry.orderId === order.orderId)
    const [entry] = await mine()
    expect(entry).toMatchObject({ cause: 'changed-in-erp' })
    await house.api.call(closeEntry, {
      params: { entryId: entry!.entryId },
      body: { reason: 'Called the customer' },
    })
    house.cin7.voidOrder(made!.id)
    await until(async () => (await mine()).some((one) => one.cause === 'voided-in-erp'))
    expect((await house.order(order)).push.sentence).toContain('is void in Cin7')
    // Another order's news shows that the poll has passed by again.
    const next = await house.keyOrder()
    await house.approve(next)
    await house.untilRead(next)
    house.cin7.dispatch(house.inCin7(next)[0]!.id)
    await house.untilOrder(next, (now) => now.status === 'shipped')
    expect((await kinds(order)).filter((kind) => kind === 'changed-in-erp')).toHaveLength(2)
    expect(await mine()).toHaveLength(1)
  })

  it('a second sales order with the same reference is told', async () => {
    house.cin7.setSwitch('duplicateReference', 'accept')
    const order = await house.keyOrder()
    await house.approve(order)
    await house.untilRead(order)
    const [made] = house.inCin7(order)
    const second = await house.makeInCin7('SalesOrders', {
      reference: order.number,
      memberId: 501,
      lineItems: [{ code: 'OIL-5L', qty: 1 }],
    })
    const mine = async () => (await house.inbox()).filter((entry) => entry.orderId === order.orderId)
    await until(async () => (await mine()).length === 1)
    const [entry] = await mine()
    expect(entry!.sentence).toContain(
      `id ${made!.id}, which is this order's, and id ${second} for Blue Door Café. If id ${second} was made for this order, void it`,
    )
    house.cin7.edit(second, { reference: `HAND-${second}` })
    await until(async () => (await mine()).length === 0)
  })
})
