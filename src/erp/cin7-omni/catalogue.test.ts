/** Imports, searches and the permission report against the simulated Cin7 and a bare server. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  demoKey,
  demoUsername,
  type OmniSimulator,
  startOmniSimulator,
} from '../../simulators/cin7-omni/server.ts'
import { value } from '../conformance.ts'
import { makeCin7Omni } from './adapter.ts'
import { json, type RawServer, startRawServer } from './raw-server.ts'
import { defaultOmniSettings } from './settings.ts'
import { testContext } from './test-context.ts'

const erp = makeCin7Omni({ ...defaultOmniSettings, readRetryWaitsMs: [1] })

describe('a large account', () => {
  let simulator: OmniSimulator
  beforeAll(async () => {
    simulator = await startOmniSimulator({
      limits: 'off',
      accounts: [
        { apiUsername: demoUsername, connections: [{ name: 'Purvey', key: demoKey }], seed: 'large' },
      ],
    })
  })
  afterAll(async () => simulator.close())
  const connection = () =>
    testContext({ url: simulator.url, username: demoUsername, key: demoKey, purpose: 'import' })

  test('50,000 options and 10,000 contacts take one call per page and one to see the end', async () => {
    const context = connection()
    const products = new Set<string>()
    for (let page = 1; ; page += 1) {
      const answer = value(await erp.readProducts(context, page))
      for (const row of answer.rows) products.add(row.key)
      if (!answer.more) break
    }
    expect(products.size).toBe(50_000)
    expect(context.told.length).toBeLessThanOrEqual(20_000 / 250 + 5)
    context.told.length = 0
    let customers = 0
    for (let page = 1; ; page += 1) {
      const answer = value(await erp.readCustomers(context, page))
      customers += answer.rows.length
      if (!answer.more) break
    }
    expect(customers).toBe(10_000)
    expect(context.told.length).toBeLessThanOrEqual(10_000 / 250 + 5)
  })

  test('a search takes few calls and finds by code, barcode, key, name and e-mail', async () => {
    const context = connection()
    const [wanted] = value(await erp.readProducts(context, 40)).rows
    for (const typed of [wanted!.code, wanted!.barcode!, wanted!.key, wanted!.code.toLowerCase()]) {
      context.told.length = 0
      expect(value(await erp.searchProducts(context, ` ${typed} `, []))[0]?.key).toBe(wanted!.key)
      expect(context.told.length).toBe(2)
    }
    expect(value(await erp.searchProducts(context, 'jam', [])).length).toBeGreaterThan(0)
    expect(value(await erp.searchProducts(context, "no' such %", []))).toEqual([])
    expect(value(await erp.searchCustomers(context, 'buyer777@')).map((row) => row.key)).toEqual(['777'])
    expect(value(await erp.searchCustomers(context, '777')).map((row) => row.key)).toContain('777')
    expect(value(await erp.searchCustomers(context, ''))).toEqual([])
  })

  test('a name that is longer than a question may be is searched for by its beginning', async () => {
    const context = connection()
    const name = 'Παντοπωλείο '.repeat(8).trim()
    const made = await fetch(`${simulator.url}/v1/Contacts`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${demoUsername}:${demoKey}`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify([{ type: 'Customer', company: name, firstName: 'Eleni', lastName: 'P' }]),
    })
    expect(made.status).toBe(200)
    expect(value(await erp.searchCustomers(context, name)).map((row) => row.name)).toEqual([name])
    expect(value(await erp.searchProducts(context, `${name} ${'€'.repeat(60)}`, []))).toEqual([])
  })
})

describe('the permission report', () => {
  let simulator: OmniSimulator
  beforeAll(async () => {
    simulator = await startOmniSimulator({ limits: 'off' })
  })
  afterAll(async () => simulator.close())

  test('waits for one resource that says nothing, not for all', async () => {
    const impatient = makeCin7Omni({ ...defaultOmniSettings, headersTimeoutMs: 300 })
    const context = testContext({ url: simulator.url, username: demoUsername, key: demoKey })
    simulator.account().armFault({ kind: 'hang' })
    const report = value(await impatient.checkPermissions(context))
    simulator.account().clearFaults()
    expect(new Set(report.filter((line) => line.verb === 'read').map((line) => line.state))).toEqual(
      new Set(['unreachable']),
    )
    expect(context.told).toHaveLength(1)
  })

  test('tells a box that is not ticked from a resource that cannot be reached', async () => {
    const context = testContext({ url: simulator.url, username: demoUsername, key: demoKey })
    simulator.account().setPermission('Stock', 'read', false)
    simulator.account().armFault({ kind: 'html502', resource: 'Users' })
    const report = value(await erp.checkPermissions(context))
    const states = Object.fromEntries(report.map((line) => [`${line.resource} ${line.verb}`, line.state]))
    expect(states).toEqual({
      'Contacts read': 'allowed',
      'Products read': 'allowed',
      'ProductOptions read': 'allowed',
      'ProductCategories read': 'allowed',
      'Branches read': 'allowed',
      'Stock read': 'not-ticked',
      'Users read': 'unreachable',
      'SalesOrders read': 'allowed',
      'Payments read': 'allowed',
      'SalesOrders create': 'not-yet-proven',
      'Payments create': 'not-yet-proven',
    })
    expect(report.find((line) => line.resource === 'Stock')?.sentence).toContain('“Stock › Read”')
    expect(context.told.every((call) => call.method === 'GET' && call.path.endsWith('rows=1'))).toBe(true)
    simulator.account().revokeKey()
    expect(await erp.checkPermissions(context)).toMatchObject({ ok: false, code: 'wrong-key' })
  })

  test('without any connection asks once, not nine times', async () => {
    const report = value(
      await makeCin7Omni({ ...defaultOmniSettings, readAttempts: 1 }).checkPermissions(testContext({})),
    )
    expect(new Set(report.filter((line) => line.verb === 'read').map((line) => line.state))).toEqual(
      new Set(['unreachable']),
    )
  })
})

describe('answers of other shapes', () => {
  let server: RawServer
  beforeAll(async () => {
    server = await startRawServer()
  })
  afterAll(async () => server.close())

  test('one bad row is listed and stops nothing; only an empty page is the last', async () => {
    const context = testContext({ url: server.url })
    server.answer(
      json([
        { id: 1, type: 'Customer', company: 'A' },
        { id: 1, company: 'Again' },
        { company: 'No id' },
        'rubbish',
        { id: 2, type: 'Customer' },
      ]),
    )
    const page = value(await erp.readCustomers(context, 1))
    expect(page.rows.map((row) => row.name)).toEqual(['A'])
    expect(page.unusable.map((row) => row.reason)).toEqual([
      'Cin7 lists it twice with the same id. The first was taken.',
      expect.stringContaining('id is missing'),
      expect.stringContaining('cannot be read'),
      expect.stringContaining('neither a company nor a name'),
    ])
    expect(page.more).toBe(true)
    server.answer(json([]))
    expect(value(await erp.readCustomers(context, 2))).toEqual({ rows: [], unusable: [], more: false })
  })

  test('sizes that are not nested are read from their own list, in one call for all', async () => {
    const context = testContext({ url: server.url })
    const product = (id: number): object => ({
      id,
      name: `Apron ${id}`,
      sizeRangeId: 3,
      productOptions: [{ id: id * 10, productId: id, productOptionCode: `A${id}` }],
    })
    const size = (id: number, name: string): object => ({
      id: id * 10,
      productId: id,
      size: name,
      productOptionCode: `A${id}`,
      productOptionSizeCode: `A${id}-${name}`,
    })
    server.answer(
      json([
        product(1),
        product(2),
        { id: 3, name: 'Oil', productOptions: [{ id: 30, productOptionCode: 'OIL' }] },
      ]),
      json([size(1, 'S'), size(1, 'M'), size(2, 'S')]),
    )
    const page = value(await erp.readProducts(context, 1))
    expect(page.rows.map((row) => [row.key, row.code])).toEqual([
      ['10/S', 'A1-S'],
      ['10/M', 'A1-M'],
      ['20/S', 'A2-S'],
      ['30', 'OIL'],
    ])
    expect(server.requests.map((request) => request.path)[1]).toContain('where=productId IN (1,2)')
    // One page with rows, and the empty one that ends the list.
    expect(server.requests).toHaveLength(3)
  })
})
