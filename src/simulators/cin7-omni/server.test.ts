// Accounts, seeds, state file, control API, pictures, the page's files and the command line.

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readSimulateArgs } from './cli.ts'
import { demoSeed } from './seeds/demo.ts'
import { startOmniSimulator } from './server.ts'
import { switchNames } from './switches.ts'
import { basic, startTestClient } from './test-client.ts'
import type { Json, TestClient } from './test-client.ts'

let client: TestClient
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'omni-simulator-'))
  client = await startTestClient()
})
afterAll(async () => {
  await client.simulator.close()
  await rm(folder, { recursive: true })
})

describe('seeds', () => {
  test('the demo supplier is the same on every start and has what an import must survive', () => {
    const seed = demoSeed()
    expect(demoSeed()).toEqual(seed)
    expect(seed.products.length).toBeGreaterThanOrEqual(250)
    expect(seed.contacts.filter((contact) => contact.type === 'Customer').length).toBeGreaterThanOrEqual(60)
    expect(seed.contacts.some((contact) => contact.type === 'Supplier')).toBe(true)
    expect(new Set(seed.options.map((option) => option.id)).size).toBeLessThan(seed.options.length)
    const codes = seed.options.filter((option) => !option.size).map((option) => option.productOptionCode)
    expect(codes.filter((code) => code === '')).toHaveLength(1)
    expect(codes.filter((code) => code === 'SOP007')).toHaveLength(2)
    expect(seed.options.filter((option) => !option['wholesalePrice'])).toHaveLength(3)
    expect(seed.products.some((product) => product.status === 'Inactive')).toBe(true)
    expect(seed.payments.filter((payment) => payment.modifiedDate === null)).toHaveLength(1)
    for (const option of seed.options) {
      expect(option.productOptionCode!.length).toBeLessThanOrEqual(20)
      expect(option.productOptionBarcode!.length).toBeLessThanOrEqual(13)
    }
  })

  test('names of products, option codes and barcodes do not repeat by accident', () => {
    const seed = demoSeed()
    const twice = (values: unknown[]) =>
      values.filter((value, index) => value && values.indexOf(value) !== index)
    expect(twice(seed.products.map((product) => product.name))).toEqual([])
    expect(
      twice(seed.options.map((option) => option.productOptionSizeBarcode ?? option.productOptionBarcode)),
    ).toEqual([])
    expect(twice(seed.contacts.map((contact) => contact.email))).toEqual([])
  })

  test('a large supplier has 10,000 contacts and 50,000 options, found by page, code, day and style', async () => {
    const large = await startTestClient({ accounts: [{ apiUsername: 'DemoSupplierNZ', seed: 'large' }] })
    try {
      expect(large.simulator.account().contacts()).toHaveLength(10_000)
      expect(large.simulator.account().productOptions()).toHaveLength(50_000)
      const rows = async (query: Record<string, string>, resource = 'ProductOptions') =>
        ((await large.get(resource, query)).json as unknown[]).length
      expect(await rows({ rows: '250', page: '200', order: 'id ASC' })).toBe(250)
      expect(await rows({ where: "productOptionCode='L019999-4'" })).toBe(1)
      const since = { where: "modifiedDate>='2025-01-14T00:00:00Z'", order: 'modifiedDate ASC, id ASC' }
      expect(await rows({ ...since, rows: '250' })).toBe(250)
      expect(await rows({ where: "styleCode='L000003'" }, 'Stock')).toBe(8)
    } finally {
      await large.simulator.close()
    }
  })

  test('a seed of one’s own, several accounts apart from each other', async () => {
    const two = await startOmniSimulator({
      limits: 'off',
      accounts: [
        {
          apiUsername: 'One',
          connections: [{ name: 'x', key: 'k1', permissions: { Contacts: 'R', SalesOrders: '' } }],
          seed: { contacts: [{ id: 5, company: 'A' }], branches: [{ id: 9, company: 'B' }] },
        },
        { apiUsername: 'Two', connections: [{ name: 'x', key: 'k2' }], seed: 'empty' },
      ],
    })
    try {
      const get = async (user: string, key: string, path: string) => {
        const response = await fetch(`${two.url}/v1/${path}`, {
          headers: { authorization: basic(user, key) },
        })
        return { status: response.status, json: await response.json() }
      }
      expect((await get('One', 'k1', 'Contacts')).json).toMatchObject([
        { id: 5, company: 'A', type: 'Customer' },
      ])
      expect((await get('Two', 'k2', 'Contacts')).json).toEqual([])
      expect((await get('Two', 'k1', 'Contacts')).status).toBe(401)
      expect((await get('One', 'k1', 'SalesOrders')).status).toBe(403)
      expect(() => two.account('Three')).toThrow('no account Three')
    } finally {
      await two.close()
    }
  })
})

describe('state file', () => {
  test('what changed survives a stop, the rest comes from the seed', async () => {
    // Its folder is made with it.
    const stateFile = join(folder, 'new', 'state.json')
    const first = await startTestClient({ stateFile })
    const { json } = await first.post('SalesOrders', [
      { reference: 'KEEP-1', memberId: 41, lineItems: [{ code: 'JAM001', qty: 2 }] },
    ])
    await first.post('Payments', [{ orderId: json[0].id, amount: 1 }])
    await first.remove('Contacts/60')
    first.simulator.account().setSwitch('duplicateReference', 'accept')
    first.simulator.account().armFault({ kind: 'error500', resource: 'Users', when: 'before' })
    first.simulator.account().revokeKey()
    const stock = (await first.control('GET', `DemoSupplierNZ/orders/${json[0].id}`)).json
    await first.simulator.close()
    expect(await readdir(join(folder, 'new'))).toEqual(['state.json'])

    const second = await startTestClient({ stateFile })
    try {
      expect((await second.get('Branches')).status).toBe(401)
      second.simulator.account().restoreKey()
      expect((await second.get(`SalesOrders/${json[0].id}`)).json).toMatchObject({
        reference: 'KEEP-1',
        total: stock.total,
      })
      expect((await second.get('SalesOrders', { where: "reference='KEEP-1'" })).json).toHaveLength(1)
      expect((await second.get('Payments', { where: 'amount=1' })).json).toHaveLength(1)
      expect((await second.get('Contacts/60')).status).toBe(404)
      expect((await second.get('Users')).status).toBe(500)
      expect(second.simulator.account().switches().duplicateReference).toBe('accept')
      expect((await second.post('SalesOrders', [{}])).json[0].id).toBe(json[0].id + 1)
    } finally {
      await second.simulator.close()
    }
  })

  test('a change is in the file before it is answered, and half a line is no harm', async () => {
    const stateFile = join(folder, 'killed.json')
    const copy = join(folder, 'copy.json')
    const first = await startTestClient({ stateFile })
    const seeded = (await first.get('Stock', { order: 'code ASC', where: 'openSales>0' })).json
    const { json } = await first.post('SalesOrders', [{ reference: 'KILL-1', memberId: 41 }])
    const payment = (await first.post('Payments', [{ amount: 7 }])).json[0]
    await first.remove(`Payments/${payment.id}`)
    first.simulator.account().setSwitch('duplicateReference', 'accept')
    await first.get('Users')
    // What a kill would leave, with a line that it cut off.
    await writeFile(copy, `${await readFile(stateFile, 'utf8')}{"accounts":[{"apiUse`)
    expect((await readFile(copy, 'utf8')).length).toBeLessThan(60_000)
    await first.simulator.close()

    for (let start = 1; start <= 2; start += 1) {
      const again = await startTestClient({ stateFile: copy })
      try {
        const found = await again.get('SalesOrders', { where: "reference='KILL-1'", fields: 'id' })
        expect(found.json).toEqual([{ id: json[0].id }])
        expect(again.simulator.account().switches().duplicateReference).toBe('accept')
        expect((await again.get(`Payments/${payment.id}`)).status).toBe(404)
        const next = (await again.post('Payments', [{ amount: 1 }])).json[0].id
        expect(next).toBe(payment.id + start)
        expect((await again.get('Stock', { order: 'code ASC', where: 'openSales>0' })).json).toEqual(seeded)
      } finally {
        await again.simulator.close()
      }
    }
  })

  test('a spoiled file is named, not overwritten', async () => {
    const stateFile = join(folder, 'spoiled.json')
    await writeFile(stateFile, '{"accounts":[')
    await expect(startOmniSimulator({ stateFile })).rejects.toThrow('cannot be read. Move it away')
    expect(await readFile(stateFile, 'utf8')).toBe('{"accounts":[')
  })
})

describe('control API', () => {
  test('plays the warehouse', async () => {
    const { json } = await client.post('SalesOrders', [
      {
        reference: 'CTRL-1',
        memberId: 41,
        lineItems: [
          { code: 'JAM001', qty: 4, unitPrice: 2 },
          { code: 'JAM002', qty: 1, unitPrice: 2 },
        ],
      },
    ])
    const path = `DemoSupplierNZ/orders/${json[0].id}`
    const found = (await client.control('GET', 'DemoSupplierNZ/orders?search=ctrl-1')).json
    expect(found).toMatchObject({ total: 1, orders: [{ reference: 'CTRL-1', standing: 'open', lines: 2 }] })
    const [line, second] = (await client.control('GET', path)).json.lineItems
    const edited = (
      await client.control('POST', `${path}/edit`, {
        freightTotal: 3,
        lineItems: [
          { id: line.id, qty: 5, unitPrice: 3 },
          { id: second.id, remove: true },
        ],
      })
    ).json
    expect(edited).toMatchObject({
      freightTotal: 3,
      total: 20.7,
      lineItems: [{ id: line.id, qty: 5, unitPrice: 3 }],
    })
    const part = (await client.control('POST', `${path}/dispatch`, { lines: [{ lineId: line.id, qty: 1 }] }))
      .json
    expect(part).toMatchObject({ standing: 'part dispatched', dispatchedDate: null })
    expect(
      (await client.control('POST', `${path}/dispatch`, { lines: [{ lineId: line.id, qty: 9 }] })).json.error,
    ).toContain('has 4 left')
    expect((await client.control('POST', `${path}/dispatch`, { trackingCode: 'T' })).json).toMatchObject({
      standing: 'dispatched',
      trackingCode: 'T',
    })
    expect((await client.control('POST', `${path}/void`)).json.standing).toBe('void')
    expect((await client.control('POST', `${path}/edit`, { stage: 'x' })).status).toBe(422)
    expect((await client.control('GET', 'DemoSupplierNZ/orders/1')).status).toBe(404)
  })

  test('switches, faults, keys and permissions, calls', async () => {
    const definitions = (await client.control('GET', 'definitions')).json
    expect(Object.keys(definitions.switches)).toEqual(switchNames)
    for (const one of Object.values<Json>({ ...definitions.switches, ...definitions.faults }))
      expect(one.explains.length).toBeGreaterThan(20)
    expect(
      (await client.control('PUT', 'DemoSupplierNZ/switches/retryAfter', { value: 'seconds' })).json
        .retryAfter,
    ).toBe('seconds')
    expect(
      (await client.control('PUT', 'DemoSupplierNZ/switches/retryAfter', { value: 'x' })).json.error,
    ).toContain('retryAfter can be none, seconds, date')
    expect((await client.control('PUT', 'DemoSupplierNZ/switches/nope', { value: 1 })).status).toBe(422)
    expect((await client.control('PUT', 'DemoSupplierNZ/switches/lateListMs', { value: -1 })).status).toBe(
      422,
    )
    expect((await client.control('DELETE', 'DemoSupplierNZ/switches')).json.retryAfter).toBe('none')
    const armed = (
      await client.control('POST', 'DemoSupplierNZ/faults', { kind: 'reset', resource: 'Users' })
    ).json
    expect((await client.control('DELETE', `DemoSupplierNZ/faults/${armed.id}`)).json).toEqual([])
    await client.control('POST', 'DemoSupplierNZ/connections/Purvey/permission', {
      resource: 'Users',
      verb: 'read',
      allowed: false,
    })
    expect((await client.get('Users')).status).toBe(403)
    await client.control('POST', 'DemoSupplierNZ/connections/Purvey/permission', {
      resource: 'Users',
      verb: 'read',
      allowed: true,
    })
    expect((await client.control('POST', 'DemoSupplierNZ/connections/Purvey/revoke')).json[0].revoked).toBe(
      true,
    )
    await client.control('POST', 'DemoSupplierNZ/connections/Purvey/restore')
    const calls = (await client.control('GET', 'DemoSupplierNZ/calls?limit=1')).json
    expect(calls).toMatchObject([{ method: 'GET', path: '/api/v1/Users', status: 403, keyName: 'Purvey' }])
  })

  test('a write from a web form of another site is refused', async () => {
    const response = await fetch(`${client.simulator.pageUrl}_control/DemoSupplierNZ/faults`, {
      method: 'POST',
      body: 'kind=reset',
    })
    expect(response.status).toBe(415)
  })
})

describe('pictures and page', () => {
  test('each product has its own picture; broken ones are broken', async () => {
    const { json } = await client.get('Products', { rows: '12', order: 'id ASC', fields: 'images' })
    const seen = new Set<string>()
    for (const row of json) {
      const response = await fetch(row.images[0].link)
      const bytes = Buffer.from(await response.arrayBuffer())
      expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 600, height: 600 })
      seen.add(bytes.toString('base64'))
    }
    expect(seen.size).toBe(12)
    const link = async (code: string) =>
      (await client.get('Products', { where: `styleCode='${code}'` })).json[0].images[0].link
    expect((await fetch(await link('CDL007'))).status).toBe(404)
    const broken = Buffer.from(await (await fetch(await link('TIN009'))).arrayBuffer())
    await expect(sharp(broken).metadata()).rejects.toThrow()
  })

  test('picture links carry the host the client used', async () => {
    const { port } = new URL(client.simulator.url)
    const response = await fetch(`http://localhost:${port}/api/v1/Products/101`, {
      headers: { authorization: basic('DemoSupplierNZ', 'demo-0f6c1b7e9a2d4c58b3e1') },
    }).catch(() => null)
    if (response)
      expect((await response.json()).images[0].link).toBe(`http://localhost:${port}/images/p101.png`)
    const direct = await client.get('Products/101')
    expect(direct.json.images[0].link).toBe(`http://127.0.0.1:${port}/images/p101.png`)
  })

  test('the page asks nothing of another server', async () => {
    for (const path of ['', 'page.css', 'page.js', 'order.js', 'panels.js', 'faults-panel.js', 'dom.js']) {
      const response = await fetch(client.simulator.pageUrl + path)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-security-policy')).toContain("default-src 'self'")
      expect((await response.text()).replaceAll('http://www.w3.org', '')).not.toMatch(/https?:\/\//)
    }
    expect((await fetch(`${client.simulator.pageUrl}../server.ts`)).status).toBe(404)
  })

  test('the page is told when an order arrives', async () => {
    const response = await fetch(`${client.simulator.pageUrl}_control/events`)
    const reader = response.body!.getReader()
    await reader.read()
    await client.post('SalesOrders', [{}])
    expect(new TextDecoder().decode((await reader.read()).value)).toContain('"data"')
    await reader.cancel()
  })
})

test('the command reads its arguments and refuses nonsense with a sentence', () => {
  expect(readSimulateArgs([])).toEqual({ port: 4010, host: '127.0.0.1', seed: 'demo', limited: true })
  expect(readSimulateArgs(['--port', '0', '--seed', 'large', '--state', 'f', '--no-limits'])).toEqual({
    port: 0,
    host: '127.0.0.1',
    seed: 'large',
    state: 'f',
    limited: false,
  })
  expect(() => readSimulateArgs(['--seed', 'huge'])).toThrow('--seed must be demo, large, empty, not huge')
  expect(() => readSimulateArgs(['--port', 'x'])).toThrow('--port must be from 0 to 65535')
})
