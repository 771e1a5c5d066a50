import { beforeAll, describe, expect, it } from 'vitest'
import { type TestClient, withServer } from '../../tests/support/test-server.ts'
import type { OrderStatus, PushState } from '../rules/order-rules.ts'
import { type SupplierId, newId } from '../core/ids.ts'
import { json } from '../db/json.ts'
import { transact } from '../db/transact.ts'
import { deskRoutes } from '../server/routes/desk.ts'

const server = await withServer({ routes: deskRoutes })
const { db } = server.services

async function plantCustomer(supplierId: SupplierId, name: string): Promise<string> {
  const customerId = newId()
  await transact(db, { supplierId }, (tx) =>
    tx.insertInto('customers').values({ supplierId, customerId, name, customerGroup: 'Cafés' }).execute(),
  )
  return customerId
}

async function plantOrder(
  supplierId: SupplierId,
  customerId: string,
  order: {
    number: string
    status: OrderStatus
    pushState?: Exclude<PushState, 'sending'>
    placedAt?: Date
    shippedAt?: Date
    poNumber?: string
  },
): Promise<void> {
  await transact(db, { supplierId }, (tx) =>
    tx
      .insertInto('orders')
      .values({
        supplierId,
        orderId: newId(),
        customerId,
        source: 'staff',
        currency: 'NZD',
        taxTreatment: 'exclusive',
        taxRate: '15',
        taxRounding: 'order',
        productTotal: '10.00',
        tax: '1.50',
        total: '11.50',
        lineCount: 1,
        createdBy: 'Ana',
        ...order,
      })
      .execute(),
  )
}

async function plantProduct(supplierId: SupplierId, name: string, code: string): Promise<void> {
  await transact(db, { supplierId }, (tx) =>
    tx
      .insertInto('products')
      .values({ supplierId, productId: newId(), name, code, basePrice: '4.5000' })
      .execute(),
  )
}

let supplierId: SupplierId
let client: TestClient
let other: TestClient
beforeAll(async () => {
  const first = await server.addSupplier('Harbour Foods')
  supplierId = first.supplierId
  client = await server.signedIn(first.email)
  const second = await server.addSupplier('Valley Foods')
  other = await server.signedIn(second.email)
})

describe('the first page', () => {
  it('begins with one step done and a grey light', async () => {
    const today = await client.call('/api/today')
    const { setUp } = today.body as { setUp: { complete: boolean; steps: { step: string; done: boolean }[] } }
    expect(setUp.steps.map((one) => [one.step, one.done])).toEqual([
      ['business', true],
      ['connect', false],
      ['customers', false],
      ['products', false],
      ['first-order', false],
    ])
    expect(setUp.complete).toBe(false)
    expect((await client.call('/api/status')).body).toMatchObject({
      light: { tone: 'grey' },
      inbox: 0,
      toReview: 0,
    })
  })

  it('counts the day where the supplier is, and shows the newest eight', async () => {
    const customerId = await plantCustomer(supplierId, 'Quayside Café')
    await plantProduct(supplierId, 'Flat white blend 1 kg', 'FW-1KG')
    const now = server.clock.now()
    // Two days ago is another day in every time zone.
    const before = new Date(now.getTime() - 48 * 3600_000)
    await plantOrder(supplierId, customerId, {
      number: 'PV-1001',
      status: 'placed',
      placedAt: now,
      poNumber: 'PO-77',
    })
    await plantOrder(supplierId, customerId, { number: 'PV-1002', status: 'placed', placedAt: before })
    const states = ['waiting', 'waiting', 'parked', 'in-erp', 'in-erp', 'not-needed'] as const
    for (const [n, pushState] of states.entries()) {
      await plantOrder(supplierId, customerId, {
        number: `PV-11${n}0`,
        status: 'approved',
        pushState,
        placedAt: before,
      })
    }
    await plantOrder(supplierId, customerId, {
      number: 'PV-1200',
      status: 'shipped',
      pushState: 'in-erp',
      placedAt: before,
      shippedAt: now,
    })
    const { body } = await client.call('/api/today')
    expect(body['counts']).toEqual({
      toReview: 2,
      waiting: 2,
      parked: 1,
      inErp: 2,
      shippedToday: 1,
      placedToday: 1,
    })
    const newest = body['newest'] as Record<string, unknown>[]
    expect(newest).toHaveLength(8)
    expect(newest.map((row) => row['label'])).toEqual([
      'Shipped',
      'Approved',
      'In Cin7',
      'In Cin7',
      'Needs you',
      'Waiting for Cin7',
      'Waiting for Cin7',
      'To review',
    ])
    expect(newest[0]).toMatchObject({
      number: 'PV-1200',
      customerName: 'Quayside Café',
      total: '11.50',
      tone: 'green',
    })
    expect((await client.call('/api/status')).body['toReview']).toBe(2)
  })

  it('is green once Cin7 is connected', async () => {
    await transact(db, { supplierId }, (tx) =>
      tx
        .insertInto('connections')
        .values({
          supplierId,
          connectionId: newId(),
          adapter: 'cin7-omni',
          username: 'ana',
          state: 'connected',
        })
        .execute(),
    )
    expect((await client.call('/api/status')).body).toMatchObject({
      light: { tone: 'green', word: 'Connected' },
    })
    expect((await client.call('/api/today')).body).toMatchObject({ setUp: { complete: true } })
  })
})

it('a light says what holds the calls to Cin7 back, until they go on', async () => {
  const spent = "Today's 5,000 calls to Cin7 are used up."
  const note = (lastOutcome: string, nextAt: Date) =>
    transact(db, { supplierId }, async (tx) => {
      const { connectionId } = await tx
        .selectFrom('connections')
        .select('connectionId')
        .executeTakeFirstOrThrow()
      const loop = { lastOutcome, lastSentence: spent, nextAt }
      await tx
        .insertInto('loops')
        .values({ supplierId, connectionId, loop: 'dispatches', ...loop })
        .onConflict((held) => held.columns(['supplierId', 'connectionId', 'loop']).doUpdateSet(loop))
        .execute()
    })
  const light = async () => (await client.call('/api/status')).body['light']
  await note('busy', new Date(Date.now() + 3_600_000))
  expect(await light()).toMatchObject({ tone: 'amber', word: 'Waiting', sentence: spent })
  await note('busy', new Date(Date.now() - 1_000))
  expect(await light()).toMatchObject({ tone: 'green' })
  await note('ok', new Date(Date.now() + 3_600_000))
  expect(await light()).toMatchObject({ tone: 'green' })
})

describe('search', () => {
  const find = async (q: string, by = client) =>
    (await by.call(`/api/search?q=${encodeURIComponent(q)}`)).body
  it.each([
    ['pv-1001', 'orders', ['PV-1001']],
    ['1001', 'orders', ['PV-1001']],
    ['po-77', 'orders', ['PV-1001']],
  ])('%s finds an order', async (q, kind, numbers) => {
    const found = (await find(q)) as Record<string, { number: string }[]>
    expect(found[kind]!.map((one) => one.number)).toEqual(numbers)
  })

  it('finds by every word in any order, at most five of each', async () => {
    expect(await find('café quay')).toMatchObject({
      customers: [{ name: 'Quayside Café', group: 'Cafés' }],
      products: [],
    })
    expect(await find('1KG flat')).toMatchObject({ products: [{ code: 'FW-1KG', basePrice: '4.5000' }] })
    expect(((await find('quayside')) as { orders: unknown[] }).orders).toHaveLength(5)
  })

  it('takes % and _ for themselves', async () => {
    expect(await find('%')).toEqual({ orders: [], customers: [], products: [] })
    expect(await find('_v-1001')).toEqual({ orders: [], customers: [], products: [] })
  })
})

describe('two suppliers', () => {
  it('see nothing of each other', async () => {
    expect((await other.call('/api/today')).body).toMatchObject({
      counts: { toReview: 0, waiting: 0, parked: 0, inErp: 0, shippedToday: 0, placedToday: 0 },
      newest: [],
    })
    expect((await other.call('/api/search?q=quayside')).body).toEqual({
      orders: [],
      customers: [],
      products: [],
    })
    expect((await other.call('/api/status')).body).toMatchObject({ light: { tone: 'grey' }, toReview: 0 })
    const forced = await other.call('/api/today', { headers: { 'purvey-supplier': supplierId } })
    expect(forced.status).toBe(403)
  })
})

describe('the settings', () => {
  const save = (body: object, by = client) => by.call('/api/supplier', { method: 'PATCH', body })

  it('change what is given, at the revision that was seen', async () => {
    const { body } = await client.call('/api/supplier')
    expect(body).toMatchObject({ name: 'Harbour Foods', orderPrefix: 'PV-', taxRate: '15', revision: 1 })
    const saved = await save({ revision: 1, taxRate: '12.5', orderPrefix: 'HF-' })
    expect(saved.body).toMatchObject({
      name: 'Harbour Foods',
      orderPrefix: 'HF-',
      taxRate: '12.5',
      revision: 2,
    })
    const stale = await save({ revision: 1, name: 'Lost' })
    expect(stale.body).toMatchObject({ code: 'revision-stale', facts: { revision: 2 } })
    expect((await client.call('/api/supplier')).body).toMatchObject({ name: 'Harbour Foods', revision: 2 })
    expect((await other.call('/api/supplier')).body).toMatchObject({
      name: 'Valley Foods',
      orderPrefix: 'PV-',
    })
  })

  it('take no time zone that is none, no prefix with signs, no rate of a hundred', async () => {
    expect((await save({ revision: 2, timeZone: 'Mars/North' })).body).toMatchObject({
      code: 'time-zone-unknown',
    })
    expect((await save({ revision: 2, orderPrefix: '#' })).body).toMatchObject({ code: 'invalid-request' })
    expect((await save({ revision: 2, taxRate: '100' })).body).toMatchObject({ code: 'invalid-request' })
  })

  it('are changed by those who may', async () => {
    const staff = await server.signedIn(await server.addPerson(supplierId, 'staff'))
    expect((await staff.call('/api/supplier')).status).toBe(200)
    expect((await save({ revision: 2, name: 'Mine' }, staff)).status).toBe(403)
  })
})

it('a light counts open inbox entries', async () => {
  await transact(db, { supplierId }, (tx) =>
    tx
      .insertInto('inboxEntries')
      .values({
        supplierId,
        entryId: newId(),
        subjectKind: 'push',
        subjectId: newId(),
        cause: 'test',
        sentence: 'Something is stuck.',
        fix: json([]),
      })
      .execute(),
  )
  expect((await client.call('/api/status')).body['inbox']).toBe(1)
})
