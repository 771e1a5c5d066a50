import { describe, expect, test } from 'vitest'
import { exampleIntent } from '../../example-intent.ts'
import type { FoundSalesOrder, SalesOrderIntent } from '../../port.ts'
import { omniSalesOrder, readRow } from '../wire.ts'
import { compareSalesOrder } from './compare.ts'
import { toOmniSalesOrder } from './sales-order.ts'

const intent = exampleIntent(
  '41',
  [
    { productKey: '501', code: 'OIL500', name: 'Olive oil', quantity: '3', unitPrice: '12.30' },
    { productKey: '748/XL', code: 'APR-XL', name: 'Apron', quantity: '2', unitPrice: '38.98' },
    {
      productKey: '501~41',
      code: 'OIL500-C6',
      name: 'Olive oil, carton',
      quantity: '1',
      unitPrice: '66.00',
      unitSize: '6',
    },
  ],
  { branchKey: '3', poNumber: 'PO-7', deliveryOn: '2026-12-24', customFields: { orders_1000: '3PL' } },
)

type Json = Record<string, unknown> & { lineItems: Record<string, unknown>[] }

/** What Cin7 answers when it has stored exactly what was sent. */
function stored(of: SalesOrderIntent = intent): Json {
  const mapped = toOmniSalesOrder(of)
  if (!mapped.ok) throw new Error('not mappable')
  const lineItems = mapped.value.lineItems.map((line, index) => ({
    ...line,
    id: index + 1,
    parentId: 0,
    productId: 100 + index,
    qtyShipped: 0,
  }))
  return {
    ...mapped.value,
    id: 9,
    status: 'APPROVED',
    isVoid: false,
    taxRate: 0.15,
    total: Number(of.totals.total),
    currencyRate: 1,
    lineItems,
  }
}

function compared(seen: object, of: SalesOrderIntent = intent): FoundSalesOrder {
  const row = readRow(omniSalesOrder, seen)
  if (!row.ok) throw new Error(row.reason)
  return compareSalesOrder(of, row.row)
}

const told = (found: FoundSalesOrder): string[] =>
  found.differences.map(({ what, expected, seen }) => `${what}: ${expected} / ${seen}`)
const withLine = (index: number, change: object): Json => {
  const order = stored()
  return {
    ...order,
    lineItems: order.lineItems.map((line, at) => (at === index ? { ...line, ...change } : line)),
  }
}

test('the total, which only follows from the others, is told last', () => {
  const order = { ...withLine(1, { unitPrice: 40 }), total: 1, customFields: { orders_1000: 'Other' } }
  expect(compared(order).differences.map(({ what }) => what)).toEqual([
    'Custom field orders_1000',
    'Line 2 · price',
    'Total',
  ])
})

describe('no difference', () => {
  test.each<[string, object]>([
    ['exactly what was sent', {}],
    ['a tax rate in percent', { taxRate: 15 }],
    ['no tax rate', { taxRate: null }],
    ['status spelled as the spec does', { status: 'Approved' }],
    ['tax status in other letters', { taxStatus: 'excl' }],
    ['an invoice number and a salesperson of its own', { invoiceNumber: 77, salesPersonId: 5 }],
    ['the delivery day with a time', { estimatedDeliveryDate: '2026-12-24T00:00:00.0000000Z' }],
  ])('%s', (_, change) => {
    const found = compared({ ...stored(), ...change })
    expect(told(found)).toEqual([])
    expect(found.isOurs).toBe(true)
  })

  test('components of a kit are nobody’s lines', () => {
    const order = stored()
    const child = { id: 99, parentId: 1, productId: 5, code: 'PART', qty: 6 }
    expect(told(compared({ ...order, lineItems: [...order.lineItems, child] }))).toEqual([])
  })

  test('lines in another sequence and without our ids are matched by product', () => {
    const order = stored()
    const lineItems = order.lineItems.map((line) => ({ ...line, integrationRef: '' })).reverse()
    const found = compared({ ...order, lineItems })
    expect(told(found)).toEqual([])
    expect(found.isOurs).toBe(true)
  })

  test('prices of another currency read back in the account’s', () => {
    const order = stored({ ...intent, currency: 'AUD' })
    const lineItems = order.lineItems.map((line) => ({
      ...line,
      unitPrice: Math.round((Number(line['unitPrice']) / 1.09) * 10_000) / 10_000,
    }))
    expect(
      told(compared({ ...order, currencyRate: 1.09, lineItems }, { ...intent, currency: 'AUD' })),
    ).toEqual([])
  })
})

describe('each difference is told', () => {
  test.each<[string, object, string]>([
    ['another customer', { memberId: 42 }, 'Customer: 41 / 42'],
    ['another branch', { branchId: 1 }, 'Branch: 3 / 1'],
    ['freight', { freightTotal: 13.5 }, 'Freight: 12.5 / 13.50'],
    ['tax status', { taxStatus: 'Incl' }, 'Tax status: Excl / Incl'],
    ['tax rate', { taxRate: 0.1 }, 'Tax rate: 15 % / 0.1'],
    [
      'a cent of the total',
      { total: Number(intent.totals.total) + 0.01 },
      `Total: ${intent.totals.total} / ${(Number(intent.totals.total) + 0.01).toFixed(2)}`,
    ],
    ['no total', { total: null }, `Total: ${intent.totals.total} / nothing`],
    ['a custom field', { customFields: { orders_1000: null } }, 'Custom field orders_1000: 3PL / nothing'],
    ['a draft', { status: 'DRAFT', isApproved: false }, 'Status: approved / draft'],
    ['a void', { isVoid: true }, 'Status: approved / void'],
    ['another currency', { currencyCode: 'USD' }, 'Currency: NZD / USD'],
    ['the PO number', { customerOrderNo: '' }, 'PO number: PO-7 / nothing'],
    [
      'the delivery day',
      { estimatedDeliveryDate: '2026-12-23T00:00:00Z' },
      'Delivery day: 2026-12-24 / 2026-12-23',
    ],
  ])('%s', (_, change, sentence) => {
    expect(told(compared({ ...stored(), ...change }))).toEqual([sentence])
  })

  test.each<[string, number, object, string]>([
    [
      'an unlinked line',
      0,
      { productId: 0, productOptionId: 0 },
      'Line 1 · product: OIL500, linked to a product / 3 × OIL500, not linked to a product',
    ],
    ['another product', 0, { productOptionId: 502, code: 'OIL750' }, 'Line 1 · product: OIL500 / 3 × OIL750'],
    ['another quantity', 0, { qty: 4 }, 'Line 1 · quantity: 3 / 4'],
    ['another price', 0, { unitPrice: 12.3001 }, 'Line 1 · price: 12.30 / 12.3001'],
    ['no price', 0, { unitPrice: null }, 'Line 1 · price: 12.30 / nothing'],
    ['a discount', 0, { discount: 1 }, 'Line 1 · discount: 0 / 1.00'],
    ['base units of a carton', 2, { qty: 1 }, 'Line 3 · quantity: 6 / 1'],
  ])('%s', (_, index, change, sentence) => {
    const found = compared(withLine(index, change))
    expect(told(found)).toEqual([sentence])
    expect(found.isOurs).toBe(true)
  })

  test('another size of the same option', () => {
    const found = compared(
      withLine(1, { code: 'APR-S', sizes: [{ name: 'S', qty: 2 }], sizeCodes: '2|S|APR-S|' }),
    )
    expect(found.differences.map((one) => one.what)).toContain('Line 2 · size')
  })

  test('a line too few and a line too many', () => {
    const order = stored()
    const fewer = compared({ ...order, lineItems: order.lineItems.slice(0, 2) })
    expect(told(fewer)).toEqual(['Line 3: 1 × OIL500-C6 / missing'])
    const extra = { id: 50, productId: 7, productOptionId: 7, code: 'GIFT', qty: 1, unitPrice: 0 }
    expect(told(compared({ ...order, lineItems: [...order.lineItems, extra] }))).toEqual([
      'Extra line: nothing / 1 × GIFT',
    ])
  })
})

describe('whether it is ours', () => {
  test('without our line ids only if customer, reference and lines are alike', () => {
    const lineItems = stored().lineItems.map((line) => ({ ...line, integrationRef: '' }))
    const alike = { ...stored(), lineItems }
    expect(compared(alike).isOurs).toBe(true)
    expect(compared({ ...alike, memberId: 42 }).isOurs).toBe(false)
    expect(compared({ ...alike, reference: intent.reference.toLowerCase() }).isOurs).toBe(false)
    expect(compared({ ...alike, lineItems: lineItems.map((line) => ({ ...line, qty: 77 })) }).isOurs).toBe(
      false,
    )
    expect(compared({ ...alike, lineItems: [] }).isOurs).toBe(false)
    const unlinked = { ...intent, customer: { ...intent.customer, customerKey: undefined } }
    expect(compared(alike, unlinked).isOurs).toBe(false)
  })

  test('with our line ids whatever became of the rest, there or here', () => {
    expect(compared(withLine(0, { qty: 99 })).isOurs).toBe(true)
    expect(compared({ ...stored(), memberId: 42 }).isOurs).toBe(true)
    const unlinked = { ...intent, customer: { ...intent.customer, customerKey: undefined } }
    expect(compared(stored(), unlinked).isOurs).toBe(true)
  })

  test('an order that cannot be mapped any more is compared with the reason', () => {
    const unlinked = { ...intent, lines: intent.lines.map((line) => ({ ...line, productKey: undefined })) }
    const found = compared(stored(), unlinked)
    expect(found.isOurs).toBe(true)
    expect(found.differences[0]?.sentence).toMatch(
      /^Sales order \S+ in Cin7 cannot be compared .* not linked/,
    )
  })
})

test('takes a stage that the warehouse moved on before it was read back for no difference', () => {
  expect(told(compared({ ...stored(), stage: 'Processing' }))).toEqual([])
})

test('takes a sales order that was dispatched before it was read back for what was asked', () => {
  const dispatched = { ...stored(), dispatchedDate: '2026-12-20T01:00:00Z', stage: 'Dispatched' }
  expect(told(compared(dispatched))).toEqual([])
})
