// What cin7-omni/api.md says about sales orders and payments, seen through real HTTP, with the bodies of live clients.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
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
let lastReference = 0
const reference = () => `T-${(lastReference += 1)}`

async function create(order: Record<string, unknown>): Promise<Json> {
  const { json } = await client.post('SalesOrders', [order])
  expect(json[0]).toMatchObject({ success: true })
  return (await client.get(`SalesOrders/${json[0].id}`)).json
}

const stockOf = async (code: string, branchId = 1): Promise<Json> =>
  (await client.get('Stock', { where: `code='${code}' AND branchId=${branchId}` })).json[0]

describe('creating', () => {
  test('the help article: member and one line', async () => {
    const order = await create({ memberId: 41, lineItems: [{ code: 'JAM001', qty: 1.0 }] })
    expect(order).toMatchObject({
      status: 'APPROVED',
      isApproved: true,
      isVoid: false,
      stage: 'New',
      dispatchedDate: null,
      branchId: 1,
      invoiceNumber: 0,
      source: 'API',
      taxStatus: 'Excl',
      currencyCode: 'NZD',
    })
    expect(order.reference).toBe(`SALE-${order.id}`)
    expect(order.lineItems[0]).toMatchObject({
      productId: 101,
      productOptionId: 501,
      name: 'Central Otago Apricot Jam',
      qty: 1,
      qtyShipped: 0,
    })
  })

  test('the answer: index, success, ascending ids, code is the reference', async () => {
    const refs = [reference(), reference()]
    const { json } = await client.post(
      'SalesOrders',
      refs.map((one) => ({ reference: one, memberId: 41 })),
    )
    expect(json).toEqual(
      [0, 1].map((index) => ({
        index,
        success: true,
        id: json[0].id + index,
        code: refs[index],
        errors: [],
      })),
    )
  })

  test('the whole object of a .NET client: PascalCase, Id 0, nulls, loadboms=False, a draft', async () => {
    const body = [
      {
        Id: 0,
        CreatedDate: null,
        LogisticsStatus: 0,
        IsApproved: false,
        Status: null,
        Stage: null,
        Reference: reference(),
        InvoiceNumber: 0,
        MemberId: 77,
        SalesPersonId: 0,
        ProductTotal: 0.0,
        FreightTotal: 0.0,
        CurrencyRate: 0.0,
        TaxStatus: 'Incl',
        TaxRate: 15.0,
        BranchId: 0,
        LineItems: [
          {
            Id: 0,
            ProductId: 0,
            ProductOptionId: 0,
            Code: '123',
            Sort: 0,
            Qty: 1.0,
            UnitPrice: 10.5,
            Discount: null,
            QtyShipped: null,
          },
        ],
      },
    ]
    const { json } = await client.raw('POST', '/v1/SalesOrders?loadboms=False', JSON.stringify(body))
    const order = (await client.get(`SalesOrders/${json[0].id}`)).json
    expect(order).toMatchObject({ status: 'DRAFT', taxStatus: 'Incl', total: 10.5, memberId: 77 })
    expect(order.lineItems[0]).toMatchObject({ productId: 0, code: '123', unitPrice: 10.5, qtyShipped: 0 })
  })

  test('loose types of a live shop: text numbers, empty texts, text where a read-only number is', async () => {
    const order = await create({
      id: null,
      memberId: '41',
      reference: reference(),
      taxStatus: null,
      status: 'VOID',
      modifiedDate: '',
      invoiceNumber: 'WEB-1',
      freightTotal: '5',
      projectName: '',
      createdDate: '2025-05-01T10:11:12.123456Z',
      '0': { x: 1 },
      lineItems: [
        {
          productOptionId: '',
          code: 'JAM001',
          qty: '2',
          unitPrice: '9.95',
          parentId: 1,
          qtyShipped: 7,
          stockControl: 'Undefined',
        },
      ],
    })
    expect(order).toMatchObject({
      status: 'APPROVED',
      taxStatus: 'Excl',
      createdDate: '2025-05-01T10:11:12Z',
      freightTotal: 5,
      invoiceNumber: 0,
      productTotal: 19.9,
      total: 28.64,
    })
    expect(order.lineItems[0].qtyShipped).toBe(0)
  })

  test('memberId wins over memberEmail; e-mail alone links too', async () => {
    const contact = (await client.get('Contacts/42')).json
    expect(await create({ memberId: 41, memberEmail: contact.email })).toMatchObject({ memberId: 41 })
    expect(await create({ memberEmail: contact.email })).toMatchObject({ memberId: 42 })
  })

  test('an unknown customer: record failure, 400, or stored', async () => {
    expect((await client.post('SalesOrders', [{ memberId: 999_999 }])).json[0].success).toBe(false)
    account().setSwitch('unknownMember', 'badRequest')
    expect((await client.post('SalesOrders', [{ memberId: 999_999 }])).status).toBe(400)
    account().setSwitch('unknownMember', 'stored')
    expect((await client.post('SalesOrders', [{ memberId: 999_999 }])).json[0].success).toBe(true)
  })

  test('name and addresses come from the contact when left out, unless switched', async () => {
    const contact = (await client.get('Contacts/41')).json
    expect(await create({ memberId: 41, deliveryCity: 'Ōtaki' })).toMatchObject({
      company: contact.company,
      deliveryAddress1: contact.address1,
      deliveryCity: 'Ōtaki',
      paymentTerms: contact.paymentTerms,
    })
    account().setSwitch('copyContact', 'no')
    expect(await create({ memberId: 41 })).toMatchObject({ company: null, deliveryAddress1: null })
  })

  test('custom fields: known keys are stored as text, others dropped', async () => {
    const order = await create({
      memberId: 41,
      customFields: { orders_1000: 'Mainfreight', ORDERS_1001: 5, orders_9: 'x' },
    })
    expect(order.customFields).toEqual({
      orders_1000: 'Mainfreight',
      orders_1001: '5',
      orders_1004: null,
      orders_1005: null,
    })
    account().setSwitch('customFieldsOnPost', 'ignored')
    expect(
      (await create({ memberId: 41, customFields: { orders_1000: 'x' } })).customFields.orders_1000,
    ).toBeNull()
  })

  test('a reference of more than 30 characters', async () => {
    const long = 'R'.repeat(31)
    expect((await client.post('SalesOrders', [{ reference: long }])).json[0].success).toBe(false)
    account().setSwitch('tooLongText', 'truncate')
    expect((await create({ reference: long })).reference).toBe('R'.repeat(30))
    account().setSwitch('tooLongText', 'badRequest')
    expect((await client.post('SalesOrders', [{ reference: long }])).status).toBe(400)
  })
})

describe('a duplicate reference', () => {
  const count = async (one: string) =>
    (await client.get('SalesOrders', { where: `reference='${one}'` })).json.length

  test('is 200 with success:false, in one batch too, and in other case', async () => {
    const one = reference()
    const { json } = await client.post('SalesOrders', [
      { reference: one },
      { reference: one.toLowerCase() },
      {},
    ])
    expect(json.map((r: Json) => r.success)).toEqual([true, false, true])
    const again = await client.post('SalesOrders', [{ reference: one }])
    expect([again.status, again.json[0]]).toMatchObject([200, { success: false, id: 0, code: '' }])
    expect(await count(one)).toBe(1)
  })

  test('or refuses the whole request and stores nothing of it', async () => {
    const [one, other] = [reference(), reference()]
    await create({ reference: one })
    account().setSwitch('duplicateReference', 'badRequest')
    expect((await client.post('SalesOrders', [{ reference: other }, { reference: one }])).status).toBe(400)
    expect(await count(other)).toBe(0)
  })

  test('or silently makes a second order', async () => {
    const one = reference()
    account().setSwitch('duplicateReference', 'accept')
    await create({ reference: one })
    await create({ reference: one })
    expect(await count(one)).toBe(2)
  })
})

describe('lines', () => {
  test('the option id wins over the code; a barcode alone links', async () => {
    const order = await create({
      memberId: 41,
      lineItems: [
        { productOptionId: 501, code: 'OIL001-250ML', qty: 1 },
        { barcode: '9421000000011', qty: 2 },
      ],
    })
    expect(order.lineItems.map((line: Json) => [line.productOptionId, line.code])).toEqual([
      [501, 'JAM001'],
      [501, 'JAM001'],
    ])
  })

  test('one size of a size range: stock and size codes', async () => {
    const before = await stockOf('APR001-INK-M')
    const order = await create({ memberId: 41, lineItems: [{ code: 'APR001-INK-M', qty: 2 }] })
    expect(order.lineItems[0].sizes).toEqual([
      { name: 'M', code: 'APR001-INK-M', barcode: before.barcode, qty: 2 },
    ])
    expect(order.lineItems[0].sizeCodes).toBe(`2|M|APR001-INK-M|${before.barcode}`)
    expect(await stockOf('APR001-INK-M')).toMatchObject({
      openSales: before.openSales + 2,
      available: before.available - 2,
    })
    const byCodes = await create({
      memberId: 41,
      lineItems: [
        {
          productOptionId: order.lineItems[0].productOptionId,
          sizeCodes: '1|S|APR001-INK-S|,3|L|APR001-INK-L|',
        },
      ],
    })
    expect(byCodes.lineItems[0]).toMatchObject({
      qty: 4,
      sizes: [
        { name: 'S', qty: 1 },
        { name: 'L', qty: 3 },
      ],
    })
  })

  test('a carton is a unit of measure; the quantity stays in base units', async () => {
    const order = await create({ memberId: 41, lineItems: [{ code: 'JAM001-C6', qty: 12, unitPrice: 5 }] })
    expect(order.lineItems[0]).toMatchObject({
      productOptionId: 501,
      qty: 12,
      uomSize: 6,
      uomQtyOrdered: 2,
      uomPrice: 30,
    })
    expect(order.productTotal).toBe(60)
  })

  test("no unit price takes the customer's tier, or 0 when switched", async () => {
    const contact = account()
      .contacts()
      .find((one) => one.priceColumn === 'CafeNZD' && one.percentageOff === 0)!
    const option = account()
      .productOptions()
      .find((one) => one.productOptionCode === 'JAM001')!
    const lines = [{ code: 'JAM001', qty: 1 }]
    expect((await create({ memberId: contact.id, lineItems: lines })).lineItems[0].unitPrice).toBe(
      option.priceColumns!['cafeNZD'],
    )
    account().setSwitch('unitPriceOmitted', 'zero')
    expect((await create({ memberId: contact.id, lineItems: lines })).lineItems[0].unitPrice).toBe(0)
  })

  test('no discount and nothing shipped read back 0, or null by switch', async () => {
    const lineItems = [
      { code: 'ZZZ', qty: 1, unitPrice: 2 },
      { code: 'ZZZ', qty: 1, unitPrice: 2, discount: 0 },
      { code: 'ZZZ', qty: 1, unitPrice: 2, discount: 0.5 },
    ]
    const numbers = async () => {
      const order = await create({ memberId: 41, lineItems })
      return order.lineItems.map(({ discount, qtyShipped }: Json) => [discount, qtyShipped])
    }
    expect(await numbers()).toEqual([
      [0, 0],
      [0, 0],
      [0.5, 0],
    ])
    account().setSwitch('lineNumbersOfNothing', 'null')
    expect(await numbers()).toEqual([
      [null, null],
      [null, null],
      [0.5, null],
    ])
  })

  test('an unknown code: free text, record failure, or 400', async () => {
    const body = { memberId: 41, lineItems: [{ code: 'ZZZ', qty: 1, unitPrice: 2 }] }
    expect((await create(body)).lineItems[0]).toMatchObject({ productId: 0, productOptionId: 0, code: 'ZZZ' })
    account().setSwitch('unknownLineCode', 'recordFailure')
    expect((await client.post('SalesOrders', [body])).json[0].success).toBe(false)
    account().setSwitch('unknownLineCode', 'badRequest')
    expect((await client.post('SalesOrders', [body])).status).toBe(400)
  })

  test('1,000 lines', async () => {
    const options = account()
      .productOptions()
      .filter((one) => one.productOptionCode && !one.size)
    const lineItems = Array.from({ length: 1000 }, (_, i) => ({
      productOptionId: options[i % options.length]!.id,
      qty: 1,
      unitPrice: 1.23,
      integrationRef: `line-${i}`,
    }))
    const order = await create({ memberId: 41, lineItems })
    expect(order.lineItems).toHaveLength(1000)
    expect(
      order.lineItems.every(
        (line: Json, i: number) => line.productId !== 0 && line.integrationRef === `line-${i}`,
      ),
    ).toBe(true)
    expect(order.productTotal).toBe(1230)
  })
})

describe('money and tax', () => {
  const lines = [
    { code: 'JAM001', qty: 3, unitPrice: 10 },
    { code: 'JAM002', qty: 1, unitPrice: 5, discount: 1 },
  ]
  test('Excl, Incl, Exempt; names or numbers; header amounts', async () => {
    const header = { memberId: 41, lineItems: lines, freightTotal: 10, surcharge: 2, discountTotal: 4 }
    expect(await create({ ...header, taxStatus: 2 })).toMatchObject({
      taxStatus: 'Excl',
      productTotal: 34,
      total: 48.3,
    })
    expect(await create({ ...header, taxStatus: 'incl' })).toMatchObject({ taxStatus: 'Incl', total: 42 })
    expect(await create({ ...header, taxStatus: 'Exempt' })).toMatchObject({ taxStatus: 'Exempt', total: 42 })
    expect((await create({ ...header, taxStatus: 'Undefined' })).taxStatus).toBe('Excl')
  })

  test("another rate than the account's needs a name beside it, unless switched", async () => {
    expect((await create({ lineItems: lines, taxRate: 8.75 })).taxRate).toBe(0.15)
    expect(await create({ lineItems: lines, taxRate: 8.75, alternativeTaxRate: 'Eight' })).toMatchObject({
      taxRate: 0.0875,
      total: 36.98,
    })
    account().setSwitch('otherTaxRate', 'accepted')
    expect((await create({ lineItems: lines, taxRate: 0 })).total).toBe(34)
    account().setSwitch('taxRateOnWrite', 'fractionBelowOne')
    expect((await create({ lineItems: lines, taxRate: 0.1 })).total).toBe(37.4)
  })

  test('the rate reads as a fraction or as percent, and writing back what was read changes nothing', async () => {
    const order = await create({ lineItems: lines })
    expect(order.taxRate).toBe(0.15)
    await client.put('SalesOrders', [order])
    expect((await client.get(`SalesOrders/${order.id}`)).json).toMatchObject({
      taxRate: 0.15,
      total: order.total,
    })
    account().setSwitch('taxRateOnRead', 'percent')
    expect((await client.get(`SalesOrders/${order.id}`)).json.taxRate).toBe(15)
  })

  test('a foreign order: rate looked up, unit price in account currency', async () => {
    const order = await create({
      lineItems: [{ code: 'JAM001', qty: 1, unitPrice: 7, discount: 1 }],
      freightTotal: 3,
      currencyCode: 'USD',
      taxStatus: 'Exempt',
    })
    expect(order).toMatchObject({ currencyCode: 'USD', currencyRate: 0.6, productTotal: 6, total: 9 })
    expect(order.lineItems[0]).toMatchObject({ unitPrice: 11.6667, discount: 1 })
    const read = async () => (await client.get(`SalesOrders/${order.id}`)).json
    account().setSwitch('foreignTotals', 'accountCurrency')
    expect(await read()).toMatchObject({ productTotal: 10, freightTotal: 5, total: 15 })
    await client.put('SalesOrders', [await read()])
    expect(await read()).toMatchObject({ productTotal: 10, freightTotal: 5, total: 15 })
    account().setSwitch('foreignUnitPrice', 'asPosted')
    expect((await read()).lineItems[0].unitPrice).toBe(7)
  })
})

describe('changing', () => {
  test('a PUT is partial: absent and null stay, empty text clears, modifiedDate moves', async () => {
    const before = await create({
      memberId: 41,
      reference: reference(),
      customerOrderNo: 'PO1',
      internalComments: 'a',
      freightTotal: 5,
      lineItems: [{ code: 'JAM001', qty: 2, unitPrice: 3 }],
    })
    nowMs += 5000
    const { json } = await client.put('SalesOrders', [
      { id: before.id, internalComments: 'b', customerOrderNo: '', company: null },
    ])
    expect(json[0]).toEqual({ index: 0, success: true, id: before.id, code: before.reference, errors: [] })
    const after = (await client.get(`SalesOrders/${before.id}`)).json
    expect(after).toEqual({
      ...before,
      internalComments: 'b',
      customerOrderNo: '',
      modifiedDate: after.modifiedDate,
    })
    expect(Date.parse(after.modifiedDate) - Date.parse(before.modifiedDate)).toBe(5000)
    account().setSwitch('putOmittedAmounts', 'reset')
    await client.put('SalesOrders', [{ id: before.id, internalComments: 'c' }])
    expect((await client.get(`SalesOrders/${before.id}`)).json).toMatchObject({ freightTotal: 0, total: 6.9 })
  })

  test('lines merge by id, or the list is replaced', async () => {
    const order = await create({
      lineItems: [
        { code: 'JAM001', qty: 1, unitPrice: 1 },
        { code: 'JAM002', qty: 1, unitPrice: 1 },
      ],
    })
    const [first, second] = order.lineItems
    await client.put('SalesOrders', [
      {
        id: order.id,
        lineItems: [
          { id: first.id, qty: 5 },
          { code: 'JAM003', qty: 1, unitPrice: 1 },
        ],
      },
    ])
    const merged = (await client.get(`SalesOrders/${order.id}`)).json
    expect(merged.lineItems.map((line: Json) => [line.code, line.qty, line.unitPrice])).toEqual([
      ['JAM001', 5, 1],
      ['JAM002', 1, 1],
      ['JAM003', 1, 1],
    ])
    account().setSwitch('putLineItems', 'replace')
    await client.put('SalesOrders', [{ id: order.id, lineItems: [{ id: second.id }] }])
    expect((await client.get(`SalesOrders/${order.id}`)).json.lineItems).toMatchObject([
      { id: second.id, code: 'JAM002', qty: 1 },
    ])
  })

  test('two changes of one order in one batch both count', async () => {
    const order = await create({})
    await client.put('SalesOrders', [
      { id: order.id, projectName: 'P' },
      { id: order.id, customerOrderNo: 'C' },
    ])
    expect((await client.get(`SalesOrders/${order.id}`)).json).toMatchObject({
      projectName: 'P',
      customerOrderNo: 'C',
    })
  })

  test('an unknown order is a record failure', async () => {
    expect(
      (await client.put('SalesOrders', [{ id: 999_999, projectName: 'x' }, { projectName: 'y' }])).json.map(
        (r: Json) => r.success,
      ),
    ).toEqual([false, false])
  })

  test('void is final and frees the stock', async () => {
    const before = await stockOf('JAM004')
    const order = await create({ lineItems: [{ code: 'JAM004', qty: 3 }] })
    expect((await stockOf('JAM004')).available).toBe(before.available - 3)
    await client.put('SalesOrders', [{ id: order.id, isVoid: true, isApproved: false }])
    expect((await client.get(`SalesOrders/${order.id}`)).json).toMatchObject({
      status: 'VOID',
      isVoid: true,
      cancellationDate: expect.any(String),
    })
    expect(await stockOf('JAM004')).toMatchObject({
      available: before.available,
      openSales: before.openSales,
    })
    for (const change of [{ isVoid: false }, { projectName: 'x' }]) {
      const { json } = await client.put('SalesOrders', [{ id: order.id, ...change }])
      expect(json[0]).toMatchObject({ success: false, errors: [expect.stringContaining('is void')] })
    }
    expect((await client.get(`SalesOrders/${order.id}`)).json.status).toBe('VOID')
    expect((await client.put('SalesOrders', [{ id: order.id, isVoid: true }])).json[0].success).toBe(true)
  })

  test('a draft reserves nothing until it is approved', async () => {
    const before = await stockOf('JAM005')
    const order = await create({ isApproved: false, lineItems: [{ code: 'JAM005', qty: 4 }] })
    expect((await stockOf('JAM005')).available).toBe(before.available)
    await client.put('SalesOrders', [{ id: order.id, isApproved: true }])
    expect((await stockOf('JAM005')).available).toBe(before.available - 4)
    account().setSwitch('statusCase', 'spec')
    expect((await client.get(`SalesOrders/${order.id}`)).json.status).toBe('Approved')
  })

  test('invoiceDate gives an ascending invoice number', async () => {
    const [a, b] = [await create({}), await create({})]
    await client.put('SalesOrders', [
      { id: a.id, invoiceDate: '2026-05-01T00:00:00Z' },
      { id: b.id, invoiceDate: '2026-05-01T00:00:00Z' },
    ])
    const numbers = [
      (await client.get(`SalesOrders/${a.id}`)).json.invoiceNumber,
      (await client.get(`SalesOrders/${b.id}`)).json.invoiceNumber,
    ]
    expect(numbers[0]).toBeGreaterThan(0)
    expect(numbers[1]).toBe(numbers[0] + 1)
  })
})

describe('dispatch', () => {
  test('dispatchedDate ships every line, lowers stock on hand, and fixes the branch', async () => {
    const before = await stockOf('JAM006')
    const order = await create({ lineItems: [{ code: 'JAM006', qty: 2 }] })
    await client.put('SalesOrders', [
      { id: order.id, dispatchedDate: '2026-05-01T00:00:00Z', logisticsCarrier: 'DHL', trackingCode: 'TRK1' },
    ])
    const after = (await client.get(`SalesOrders/${order.id}`)).json
    expect(after).toMatchObject({
      stage: 'Dispatched',
      logisticsStatus: 2,
      dispatchedDate: '2026-05-01T00:00:00Z',
      logisticsCarrier: 'DHL',
      trackingCode: 'TRK1',
      status: 'APPROVED',
    })
    expect(after.lineItems[0].qtyShipped).toBe(2)
    expect(await stockOf('JAM006')).toMatchObject({
      stockOnHand: before.stockOnHand - 2,
      openSales: before.openSales,
      available: before.available - 2,
    })
    expect((await client.put('SalesOrders', [{ id: order.id, branchId: 2 }])).json[0].success).toBe(false)
  })

  test('the warehouse ships a part, then the rest', async () => {
    const order = await create({
      lineItems: [
        { code: 'JAM007', qty: 5 },
        { code: 'JAM008', qty: 1 },
      ],
    })
    const [first, second] = order.lineItems
    account().dispatch(order.id, {
      lines: [
        { lineId: first.id, qty: 2 },
        { lineId: second.id, qty: 0 },
      ],
      carrier: 'Van',
      trackingCode: 'V1',
    })
    expect((await client.get(`SalesOrders/${order.id}`)).json).toMatchObject({
      dispatchedDate: null,
      stage: 'New',
      trackingCode: 'V1',
      lineItems: [{ qtyShipped: 2 }, { qtyShipped: 0 }],
    })
    expect(() => account().dispatch(order.id, { lines: [{ lineId: first.id, qty: 4 }] })).toThrow(
      'has 3 left',
    )
    expect(() => account().dispatch(order.id, { lines: [{ lineId: 1, qty: 1 }] })).toThrow('no line 1')
    account().dispatch(order.id)
    expect((await client.get(`SalesOrders/${order.id}`)).json).toMatchObject({
      stage: 'Dispatched',
      logisticsStatus: 2,
      lineItems: [{ qtyShipped: 5 }, { qtyShipped: 1 }],
    })
    expect(() => account().dispatch(order.id)).toThrow('already dispatched')
  })

  test('a line that a partial dispatch does not name ships nothing of it', async () => {
    const order = await create({
      lineItems: [
        { code: 'JAM007', qty: 5 },
        { code: 'JAM008', qty: 1 },
      ],
    })
    account().dispatch(order.id, { lines: [{ lineId: order.lineItems[0].id, qty: 5 }] })
    expect((await client.get(`SalesOrders/${order.id}`)).json).toMatchObject({
      dispatchedDate: null,
      lineItems: [{ qtyShipped: 5 }, { qtyShipped: 0 }],
    })
  })

  test('a branch that never had a product has a whole row of stock once it sells it', async () => {
    await create({ memberId: 41, branchId: 3, lineItems: [{ code: 'JAM001', qty: 3 }] })
    const rows = (await client.get('Stock', { barcode: '9421000000011', order: 'branchId ASC' })).json
    const [elsewhere, , sold] = rows
    const own = [
      'branchId',
      'branchName',
      'modifiedDate',
      'stockOnHand',
      'openSales',
      'available',
      'incoming',
    ]
    for (const [field, value] of Object.entries(elsewhere))
      if (!own.includes(field)) expect([field, sold[field]]).toEqual([field, value])
    expect(sold).toMatchObject({
      branchId: 3,
      branchName: 'Wellington Chilled',
      stockOnHand: 0,
      openSales: 3,
      available: -3,
      incoming: 0,
    })
  })

  test('stock may go negative', async () => {
    await create({ lineItems: [{ code: 'JAM009', qty: 100_000 }] })
    expect((await stockOf('JAM009')).available).toBeLessThan(0)
  })
})

describe('payments', () => {
  test('without amount the open balance is taken and read back', async () => {
    const order = await create({
      reference: reference(),
      lineItems: [{ code: 'JAM001', qty: 1, unitPrice: 100 }],
    })
    const { json } = await client.post('Payments', [
      { orderId: order.id, method: 'Cash', amount: 15 },
      { orderId: order.id, method: 'On Account', paymentDate: '2025-05-01T10:11:12Z' },
    ])
    const found = (await client.get('Payments', { where: `orderId=${order.id}`, order: 'id ASC' })).json
    expect(found).toMatchObject([
      { amount: 15, orderRef: order.reference, orderType: 'SalesOrder' },
      { amount: 100, method: 'On Account', paymentDate: '2025-05-01T10:11:12Z' },
    ])
    expect((await client.put('Payments', [{ id: json[0].id, amount: 20 }])).json[0].success).toBe(true)
    expect((await client.get(`Payments/${json[0].id}`)).json.amount).toBe(20)
    expect((await client.remove(`Payments/${json[0].id}`)).json.success).toBe(true)
    expect((await client.get('Payments', { where: `orderId=${order.id}` })).json).toHaveLength(1)
    expect((await client.post('Payments', [{ orderId: 999_999 }])).json[0].success).toBe(false)
  })

  test('without an order and without amount nothing is paid, whatever others without an order paid', async () => {
    const { json } = await client.post('Payments', [{ amount: 5 }, {}])
    expect((await client.get(`Payments/${json[1].id}`)).json.amount).toBe(0)
  })
})

test('a late list: GET by id finds the order at once, lists later, by reference too', async () => {
  account().setSwitch('lateListMs', 5000)
  const one = reference()
  const order = await create({ reference: one })
  expect((await client.get('SalesOrders', { where: `reference='${one}'` })).json).toEqual([])
  nowMs += 5000
  expect((await client.get('SalesOrders', { where: `reference='${one}'` })).json[0].id).toBe(order.id)
})
