// What a single record of a POST or PUT may hold and what becomes of it, seen through real HTTP.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startTestClient } from './test-client.ts'
import type { Json, TestClient } from './test-client.ts'

let client: TestClient
beforeAll(async () => {
  client = await startTestClient()
})
afterAll(() => client.simulator.close())
afterEach(() => client.simulator.account().resetSwitches())

const line = { code: 'JAM001', qty: 2, unitPrice: 5 }

async function created(order: Json): Promise<Json> {
  const { json } = await client.post('SalesOrders', [{ memberId: 41, ...order }])
  expect(json[0]).toMatchObject({ success: true, errors: [] })
  return (await client.get(`SalesOrders/${json[0].id}`)).json
}

describe('sales orders', () => {
  test("text in a line's transactionId is no obstacle, as a live shop posts it", async () => {
    const order = await created({
      lineItems: [{ ...line, styleCode: '', sizeCodes: '', transactionId: 'WEB-1001', parentId: null }],
    })
    expect(order.lineItems[0].transactionId).toBe(order.id)
  })

  test('an empty custom field reads back empty', async () => {
    const order = await created({ customFields: { orders_1000: 'a', ORDERS_1001: 5 } })
    await client.put('SalesOrders', [{ id: order.id, customFields: { orders_1000: '', orders_1001: null } }])
    expect((await client.get(`SalesOrders/${order.id}`)).json.customFields).toMatchObject({
      orders_1000: '',
      orders_1001: '5',
    })
  })

  test('a generated reference is never one that an order has', async () => {
    const { id } = await created({})
    await created({ reference: `SALE-${id + 2}` })
    const order = await created({})
    expect(order.id).toBe(id + 2)
    expect((await client.get('SalesOrders', { where: `reference='${order.reference}'` })).json).toHaveLength(
      1,
    )
  })

  test('a record that an earlier one of the same PUT made impossible fails alone', async () => {
    const order = await created({ lineItems: [line] })
    const dispatch = await client.put('SalesOrders', [
      { id: order.id, dispatchedDate: '2026-11-16' },
      { id: order.id, branchId: 2 },
      { id: order.id, reference: 'TWICE-1' },
      { id: order.id, reference: 'TWICE-1' },
    ])
    expect(dispatch.json.map((one: Json) => one.success)).toEqual([true, false, true, true])
    const voided = await client.put('SalesOrders', [
      { id: order.id, isVoid: true },
      { id: order.id, internalComments: 'lost' },
      { id: order.id, isVoid: true, isApproved: false },
    ])
    expect(voided.json.map((one: Json) => one.success)).toEqual([true, false, true])
    expect((await client.get(`SalesOrders/${order.id}`)).json).toMatchObject({
      branchId: 1,
      reference: 'TWICE-1',
      status: 'VOID',
      internalComments: null,
    })
  })

  test('a line of a PUT that names another option changes its product, whatever code stands beside it', async () => {
    const [other] = (await client.get('ProductOptions', { where: "code='JAM006'" })).json
    const order = await created({ lineItems: [{ ...line, name: 'Our own words', lineComments: 'kept' }] })
    const [{ id, productOptionId }] = order.lineItems
    const put = async (change: Json): Promise<Json> => {
      await client.put('SalesOrders', [{ id: order.id, lineItems: [{ id, ...change }] }])
      return (await client.get(`SalesOrders/${order.id}`)).json.lineItems[0]
    }
    expect(await put({ productOptionId, qty: 3 })).toMatchObject({ name: 'Our own words', qty: 3 })
    expect(await put({ productOptionId: other.id, code: 'JAM001' })).toMatchObject({
      productOptionId: other.id,
      code: 'JAM006',
      unitPrice: 5,
      lineComments: 'kept',
    })
  })

  test('posted sizes read back with the code and barcode of the option', async () => {
    const sizes = (await client.get('ProductOptions', { where: "productOptionCode='APR001-NATUR'" })).json
    const { id, productOptionSizeCode, productOptionSizeBarcode } = sizes.find(
      (one: Json) => one.size === 'L',
    )
    const order = await created({ lineItems: [{ productOptionId: id, sizes: [{ name: 'l', qty: 2 }] }] })
    expect(order.lineItems[0]).toMatchObject({
      qty: 2,
      sizeCodes: `2|L|${productOptionSizeCode}|${productOptionSizeBarcode}`,
    })
  })

  test('both prices of a line of a foreign order read in account currency', async () => {
    const order = await created({
      currencyCode: 'USD',
      currencyRate: 2,
      lineItems: [{ code: 'JAM001-C6', qty: 6, unitPrice: 10 }],
    })
    expect(order.lineItems[0]).toMatchObject({ unitPrice: 5, uomSize: 6, uomPrice: 30 })
    await client.put('SalesOrders', [order])
    expect((await client.get(`SalesOrders/${order.id}`)).json).toEqual(order)
  })

  test('the date that .NET sends for none is the first day of all, and the last day has no next', async () => {
    const order = await created({
      createdDate: '0001-01-01T00:00:00',
      estimatedDeliveryDate: '9999-12-31T23:59:59.9999999Z',
    })
    expect([order.createdDate, order.estimatedDeliveryDate]).toEqual([
      '0001-01-01T00:00:00Z',
      '9999-12-31T23:59:59Z',
    ])
    const found = await client.get('SalesOrders', { where: "createdDate<'1700-01-01'", fields: 'id' })
    expect(found.json).toEqual([{ id: order.id }])
  })
})

describe('products and contacts', () => {
  const product = (code: string): Json => ({
    name: code,
    styleCode: code,
    productOptions: [{ productOptionCode: code }],
  })

  test('a product needs an option', async () => {
    const { json } = await client.post('Products', [{ name: 'Bare', styleCode: 'BARE' }, product('FULL')])
    expect(json.map((one: Json) => one.success)).toEqual([false, true])
  })

  test('an id in a POST reaches no record that exists', async () => {
    const [existing] = (await client.get('ProductOptions', { where: "code='JAM001'" })).json
    const made = await client.post('ProductOptions', [
      { id: existing.id, productId: existing.productId, productOptionCode: 'JAM001-NEW', retailPrice: 1 },
    ])
    expect(made.json[0].id).not.toBe(existing.id)
    const copied = { ...product('COPIED'), id: existing.productId }
    copied.productOptions[0].id = existing.id
    const { json } = await client.post('Products', [copied])
    expect(json[0].id).not.toBe(existing.productId)
    expect((await client.get(`ProductOptions/${existing.id}`)).json).toEqual([existing])
    expect(
      (await client.post('Products', [{ ...copied, styleCode: existing.code, name: 'Taken' }])).status,
    ).toBe(400)
  })

  test('a PUT of one size of an option leaves its other sizes alone', async () => {
    const read = async (): Promise<Json> =>
      (await client.get('ProductOptions', { where: "productOptionCode='APR001-NATUR'" })).json
    const before = await read()
    const large = before.find((one: Json) => one.size === 'L')
    await client.put('ProductOptions', [{ id: large.id, size: 'L', productOptionSizeCode: 'LARGE-1' }])
    const codes = (rows: Json): string[][] =>
      rows.map((row: Json) => [row.size, row.productOptionSizeCode]).sort()
    const expected = before.map((row: Json) =>
      row.size === 'L' ? { ...row, productOptionSizeCode: 'LARGE-1' } : row,
    )
    expect(codes(await read())).toEqual(codes(expected))
    await client.put('ProductOptions', [{ id: large.id, retailPrice: 77 }])
    expect((await read()).every((row: Json) => row.retailPrice === 77)).toBe(true)
  })

  test('a product has only the custom fields of the account', async () => {
    const { json } = await client.post('Products', [
      { ...product('FIELDS'), customFields: { products_1005: 'Chilled', nonsense: 'x' } },
    ])
    const read = async (): Promise<Json> => (await client.get(`Products/${json[0].id}`)).json.customFields
    expect(await read()).toEqual({ products_1005: 'Chilled' })
    await client.put('Products', [{ id: json[0].id, customFields: {} }])
    expect(await read()).toEqual({ products_1005: 'Chilled' })
  })

  test('the lengths hold for the records in a record too', async () => {
    const long = { ...product('LONG'), productOptions: [{ productOptionCode: 'x'.repeat(21) }] }
    const contact = { type: 'Customer', company: 'Long', secondaryContacts: [{ phone: '5'.repeat(60) }] }
    expect((await client.post('Products', [long])).json[0].success).toBe(false)
    expect((await client.post('Contacts', [contact])).json[0].success).toBe(false)
    client.simulator.account().setSwitch('tooLongText', 'truncate')
    const { json } = await client.post('Contacts', [contact])
    expect((await client.get(`Contacts/${json[0].id}`)).json.secondaryContacts[0].phone).toHaveLength(50)
  })
})

describe('what no .NET reader would take refuses the request, and nothing breaks', () => {
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
  test.each([
    ['a quantity beyond decimal', 'SalesOrders', '[{"lineItems":[{"qty":1e30}]}]'],
    ['a hexadecimal quantity', 'SalesOrders', '[{"lineItems":[{"qty":"0x10"}]}]'],
    ['a day after the last', 'SalesOrders', '[{"createdDate":"9999-12-31T23:59:59-13:00"}]'],
    ['an id beyond int', 'SalesOrders', '[{"memberId":3000000000}]'],
    ['a deep list for an id', 'SalesOrders', `[{"memberId":${deep}}]`],
    ['a deep custom field of an order', 'SalesOrders', `[{"customFields":{"orders_1000":${deep}}}]`],
    [
      'a deep custom field of a contact',
      'Contacts',
      `[{"type":"Customer","company":"Deep","customFields":{"members_1000":${deep}}}]`,
    ],
    ['a deep category id', 'Products', `[{"name":"Deep","productOptions":[{}],"categoryIdArray":[${deep}]}]`],
  ])('%s', async (_what, resource, body) => {
    expect(await client.raw('POST', `/v1/${resource}`, body)).toMatchObject({
      status: 400,
      json: 'Missing or malformed JSON data; please see the documentation for examples.',
    })
    expect((await client.get(resource, { order: 'id DESC' })).status).toBe(200)
  })

  test('the largest amount that it would take is stored', async () => {
    expect(await created({ lineItems: [{ name: 'Much', qty: 1, unitPrice: 1e22 }] })).toMatchObject({
      productTotal: 1e22,
    })
  })
})
