// Every fault, before and after the change is stored, as a client meets it.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { faultDefinitions, faultKinds } from './faults.ts'
import type { FaultKind } from './faults.ts'
import { startTestClient } from './test-client.ts'
import type { Json, TestClient } from './test-client.ts'

let client: TestClient
let nowMs = Date.UTC(2026, 10, 23, 9, 0, 0)
beforeAll(async () => {
  client = await startTestClient({ clock: () => nowMs })
})
afterAll(() => client.simulator.close())
afterEach(() => {
  client.simulator.account().resetSwitches()
  client.simulator.account().clearFaults()
})

const account = () => client.simulator.account()
let last = 0
const reference = () => `F-${(last += 1)}`
const stored = (one: string) =>
  account()
    .salesOrders()
    .filter((order) => order.reference === one).length
const post = (one: string, more: Record<string, unknown> = {}) =>
  client.post('SalesOrders', [{ reference: one, memberId: 41, ...more }])

const statuses: Partial<Record<FaultKind, number>> = {
  error500: 500,
  error503: 503,
  html502: 502,
  html503: 503,
  unauthorized: 401,
  forbidden: 403,
  tooMany: 429,
  badRequest: 400,
  htmlOk: 200,
  emptyBody: 200,
  halfJson: 200,
}
const answering = faultKinds.flatMap((kind) =>
  kind in statuses
    ? faultDefinitions[kind].moments.map((when) => ({ kind, when, status: statuses[kind] }))
    : [],
)

test.each(answering)('$kind $when the change', async ({ kind, when, status }) => {
  const one = reference()
  account().armFault({ kind, when, times: 1, method: 'POST', resource: 'SalesOrders' })
  const reply = await post(one)
  expect(reply.status).toBe(status)
  expect(stored(one)).toBe(when === 'after' ? 1 : 0)
  if (kind.startsWith('html'))
    expect([reply.headers.get('content-type'), reply.text]).toEqual([
      'text/html',
      expect.stringContaining('<html>'),
    ])
  if (kind === 'emptyBody') expect(reply.text).toBe('')
  if (kind === 'halfJson') expect(reply.json).toBeUndefined()
  expect((await client.get('SalesOrders', { rows: '1' })).status).toBe(200)
  expect(account().faults()).toEqual([])
})

test.each([
  ['reset', 'before'],
  ['reset', 'after'],
  ['cutBody', 'after'],
] as const)('%s %s the change breaks the connection', async (kind, when) => {
  const one = reference()
  account().armFault({ kind, when, times: 1 })
  await expect(post(one)).rejects.toThrow()
  expect(stored(one)).toBe(when === 'after' ? 1 : 0)
})

test.each(['before', 'after'] as const)('hang %s the change never answers', async (when) => {
  const one = reference()
  account().armFault({ kind: 'hang', when, times: 1 })
  const request = fetch(`${client.simulator.url}/v1/SalesOrders`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from('DemoSupplierNZ:demo-0f6c1b7e9a2d4c58b3e1').toString('base64')}`,
    },
    body: JSON.stringify([{ reference: one }]),
    signal: AbortSignal.timeout(300),
  })
  await expect(request).rejects.toThrow(/timeout/i)
  expect(stored(one)).toBe(when === 'after' ? 1 : 0)
  expect(account().calls().at(-1)).toMatchObject({ status: 0, faults: `hang ${when}` })
})

test.each(['before', 'after'] as const)('delay %s the change answers late but right', async (when) => {
  const one = reference()
  const delayMs = 500
  account().armFault({ kind: 'delay', when, value: delayMs, times: 1 })
  const started = performance.now()
  let answered = false
  const pending = post(one).finally(() => (answered = true))
  await expect.poll(() => stored(one), { interval: 10 }).toBe(1)
  if (when === 'after') expect(answered).toBe(false)
  else expect(performance.now() - started).toBeGreaterThanOrEqual(delayMs - 5)
  expect((await pending).json[0].success).toBe(true)
  expect(performance.now() - started).toBeGreaterThanOrEqual(delayMs - 5)
})

test('500 after a dispatch PUT was stored, as a live client saw', async () => {
  const { json } = await post(reference(), { lineItems: [{ code: 'JAM001', qty: 1 }] })
  account().armFault({ kind: 'error500', when: 'after', method: 'PUT', times: 1 })
  const reply = await client.put('SalesOrders', [{ id: json[0].id, dispatchedDate: '2026-05-01T00:00:00Z' }])
  expect([reply.status, reply.json]).toEqual([500, 'An unexpected error occurred. Please try again later.'])
  expect((await client.get(`SalesOrders/${json[0].id}`)).json.stage).toBe('Dispatched')
})

test('a fault for one reference leaves others alone, finds it in where and by id, and counts down', async () => {
  const one = reference()
  account().armFault({ kind: 'error500', when: 'before', reference: one, times: 3 })
  expect((await post(reference())).status).toBe(200)
  expect((await post(one)).status).toBe(500)
  expect((await client.get('SalesOrders', { where: `reference='${one}'` })).status).toBe(500)
  account().clearFaults()
  const { json } = await post(one)
  account().armFault({ kind: 'error500', when: 'before', reference: one.toLowerCase() })
  expect((await client.get(`SalesOrders/${json[0].id}`)).status).toBe(500)
  expect((await client.get('SalesOrders', { where: `id IN (${json[0].id},1)` })).status).toBe(500)
  expect((await client.put('SalesOrders', [{ id: json[0].id }])).status).toBe(500)
  expect((await client.post('Payments', [{ orderId: json[0].id }])).status).toBe(500)
  expect(account().faults()[0]).toMatchObject({ struck: 4 })
})

test('one record of a batch fails with a chosen text', async () => {
  const [one, other] = [reference(), reference()]
  account().armFault({ kind: 'recordFailure', reference: one, value: 'Period is locked', times: 1 })
  const { json } = await client.post('SalesOrders', [{ reference: one }, { reference: other }])
  expect(json).toMatchObject([
    { success: false, errors: ['Period is locked'] },
    { success: true, code: other },
  ])
})

test('a batch answer can miss its last result although everything is stored', async () => {
  const [one, other] = [reference(), reference()]
  account().armFault({ kind: 'missingResult', times: 1 })
  expect((await client.post('SalesOrders', [{ reference: one }, { reference: other }])).json).toHaveLength(1)
  expect(stored(other)).toBe(1)
})

describe('altered on store', () => {
  const lineItems = [
    { code: 'JAM001', qty: 2, unitPrice: 10 },
    { code: 'JAM002', qty: 1, unitPrice: 5 },
  ]
  const kept = async (kind: FaultKind, value?: string | number): Promise<Json> => {
    account().armFault({ kind, times: 1, ...(value === undefined ? {} : { value }) })
    const { json } = await post(reference(), { lineItems, customFields: { orders_1000: 'x' } })
    return (await client.get(`SalesOrders/${json[0].id}`)).json
  }

  test('price, quantity, link, line, tax, branch, freight, customer, custom fields', async () => {
    expect(await kept('alterPrice', 0.01)).toMatchObject({
      productTotal: 25.02,
      lineItems: [{ unitPrice: 10.01 }, { unitPrice: 5 }],
    })
    expect(await kept('alterQty', 1)).toMatchObject({ productTotal: 35, lineItems: [{ qty: 3 }, { qty: 1 }] })
    expect(await kept('unlinkLine')).toMatchObject({
      lineItems: [{ productId: 0, productOptionId: 0, code: 'JAM001' }, { productId: 102 }],
    })
    expect((await kept('dropLine')).lineItems).toHaveLength(1)
    expect(await kept('alterTax', 10)).toMatchObject({ taxRate: 0.1, total: 27.5 })
    expect(await kept('alterTaxStatus', 'Incl')).toMatchObject({ taxStatus: 'Incl', total: 25 })
    expect(await kept('alterBranch', 2)).toMatchObject({ branchId: 2 })
    expect(await kept('alterFreight', 7)).toMatchObject({ freightTotal: 7 })
    expect(await kept('alterMember', 50)).toMatchObject({ memberId: 50 })
    expect((await kept('dropCustomFields')).customFields).toEqual({})
  })
})

test('a fault can make only its own orders late in lists', async () => {
  const one = reference()
  account().armFault({ kind: 'lateList', value: 2000, times: 1 })
  await post(one)
  const listed = async () => (await client.get('SalesOrders', { where: `reference='${one}'` })).json.length
  expect(await listed()).toBe(0)
  nowMs += 2000
  expect(await listed()).toBe(1)
})

test('a fault of what is stored is not used up by a request that stores nothing of the kind', async () => {
  account().armFault({ kind: 'alterPrice', value: 5, times: 1 })
  account().armFault({ kind: 'missingResult', times: 1 })
  await client.get('SalesOrders')
  await client.remove('Payments/999999')
  expect(account().faults()).toMatchObject([{ struck: 0 }, { struck: 0 }])
  expect((await client.post('ProductCategories', [{ name: 'Lost' }])).json).toEqual([])
  expect(account().faults()).toMatchObject([{ kind: 'alterPrice', struck: 0 }])
  await client.post('SalesOrders', [{ lineItems: [{ name: 'x', qty: 1, unitPrice: 1 }] }])
  expect(account().faults()).toEqual([])
  expect(account().salesOrders().at(-1)?.lineItems[0]?.unitPrice).toBe(6)
})

test('a fault that makes no sense is refused with a sentence', () => {
  expect(() => account().armFault({ kind: 'nonsense' as FaultKind })).toThrow('no fault named nonsense')
  expect(() => account().armFault({ kind: 'cutBody', when: 'before' })).toThrow('cannot strike before')
  expect(() => account().armFault({ kind: 'reset', times: 0 })).toThrow('whole number from 1')
})

describe('limits over HTTP', () => {
  test('the fourth call within a second gets 429; Retry-After by switch; each key has its own budget', async () => {
    let now = 1_000_000
    const limited = await startTestClient({
      limits: { perSecond: 3, perMinute: 60, perDay: 5000 },
      clock: () => now,
      accounts: [
        {
          apiUsername: 'DemoSupplierNZ',
          seed: 'empty',
          connections: [
            { name: 'A', key: 'demo-0f6c1b7e9a2d4c58b3e1' },
            { name: 'B', key: 'other' },
          ],
        },
      ],
    })
    try {
      const account = limited.simulator.account()
      for (let i = 0; i < 3; i += 1) expect((await limited.get('Users')).status).toBe(200)
      const refused = await limited.get('Users')
      expect([refused.status, refused.json, refused.headers.get('retry-after')]).toEqual([
        429,
        'Rate limit exceeded. Retry after some time.',
        null,
      ])
      account.setSwitch('retryAfter', 'seconds')
      expect((await limited.get('Users')).headers.get('retry-after')).toBe('1')
      account.setSwitch('retryAfter', 'date')
      expect((await limited.get('Users')).headers.get('retry-after')).toMatch(/GMT$/)
      const other = `Basic ${Buffer.from('DemoSupplierNZ:other').toString('base64')}`
      expect((await limited.raw('GET', '/v1/Users', undefined, { authorization: other })).status).toBe(200)
      expect((await limited.control('GET', 'DemoSupplierNZ')).status).toBe(200)
      now += 1000
      expect((await limited.get('Users')).status).toBe(200)
      expect(account.calls().map((call) => call.keyName)).toContain('B')
    } finally {
      await limited.simulator.close()
    }
  })
})
