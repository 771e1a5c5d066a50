import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compare, decimal, decimalFromNumber, multiply, round } from '../../../core/decimal.ts'
import { type ExampleLine, exampleIntent } from '../../example-intent.ts'
import type { SalesOrderIntent, Unmappable } from '../../port.ts'
import type { OmniSalesOrderRecord } from '../wire.ts'
import { toPreview } from './preview.ts'
import { formatProductKey, parseProductKey } from './product-key.ts'
import { toOmniSalesOrder } from './sales-order.ts'

const line: ExampleLine = { productKey: '501', code: 'OIL500', name: 'Olive oil — 500 ml' }

function record(intent: SalesOrderIntent): OmniSalesOrderRecord {
  const mapped = toOmniSalesOrder(intent)
  if (!mapped.ok) throw new Error(JSON.stringify(mapped.problems))
  return mapped.value
}

function problems(intent: SalesOrderIntent): readonly Unmappable[] {
  const mapped = toOmniSalesOrder(intent)
  return mapped.ok ? [] : mapped.problems
}

describe('the record', () => {
  test('holds exactly what was asked, in open status and stage New', () => {
    const intent = exampleIntent(
      '41',
      [
        {
          ...line,
          quantity: '3',
          unitPrice: '12.3456',
          more: { lineId: 'L1', comment: 'Chilled', option1: '500 ml' },
        },
      ],
      {
        reference: 'PV-1001',
        customer: {
          customerId: 'c',
          customerKey: '41',
          name: ' Harbour Café ',
          email: 'a@b.example',
          phone: '1',
        },
        branchKey: '3',
        poNumber: 'PO-7',
        deliveryNote: 'Back door',
        internalComment: 'From the store',
        deliveryOn: '2026-12-24',
        freightDescription: 'Courier',
        carrier: 'Post',
        projectName: 'Summer',
        deliveryAddress: {
          line1: '1 Quay',
          city: 'Nelson',
          postcode: '7010',
          country: 'New Zealand',
          line2: '',
        },
        billingAddress: { company: 'Harbour Ltd' },
        customFields: { orders_1000: '3PL' },
      },
    )
    expect(record(intent)).toEqual({
      reference: 'PV-1001',
      isApproved: true,
      stage: 'New',
      memberId: 41,
      company: 'Harbour Café',
      email: 'a@b.example',
      phone: '1',
      branchId: 3,
      customerOrderNo: 'PO-7',
      projectName: 'Summer',
      logisticsCarrier: 'Post',
      internalComments: 'From the store',
      deliveryInstructions: 'Back door',
      estimatedDeliveryDate: '2026-12-24T00:00:00Z',
      currencyCode: 'NZD',
      taxStatus: 'Excl',
      taxRate: 15,
      freightTotal: 12.5,
      freightDescription: 'Courier',
      deliveryAddress1: '1 Quay',
      deliveryCity: 'Nelson',
      deliveryPostalCode: '7010',
      deliveryCountry: 'New Zealand',
      billingCompany: 'Harbour Ltd',
      customFields: { orders_1000: '3PL' },
      lineItems: [
        {
          productOptionId: 501,
          code: 'OIL500',
          name: 'Olive oil — 500 ml',
          option1: '500 ml',
          qty: 3,
          unitPrice: 12.3456,
          discount: 0,
          lineComments: 'Chilled',
          integrationRef: 'L1',
          sort: 1,
        },
      ],
    })
  })

  test('leaves out what is not there, so that Cin7 uses its defaults', () => {
    const sent = record(exampleIntent('41', [line]))
    expect(Object.keys(sent)).not.toContain('branchId')
    expect(Object.values(sent)).not.toContain(undefined)
    expect(sent).not.toHaveProperty('memberEmail')
  })

  test('an exempt order has no rate, an inclusive one keeps it', () => {
    expect(record(exampleIntent('41', [line], { taxTreatment: 'exempt' }))).toMatchObject({
      taxStatus: 'Exempt',
      taxRate: 0,
    })
    expect(record(exampleIntent('41', [line], { taxTreatment: 'inclusive', taxRate: '8.75' }))).toMatchObject(
      { taxStatus: 'Incl', taxRate: 8.75 },
    )
  })

  test('a size is named in both forms, unless a bar would spoil the second', () => {
    expect(
      record(exampleIntent('41', [{ ...line, productKey: '748/XL', code: 'APR-XL' }])).lineItems[0],
    ).toMatchObject({
      productOptionId: 748,
      sizes: [{ name: 'XL', code: 'APR-XL', qty: 2 }],
      sizeCodes: '2|XL|APR-XL|',
    })
    expect(record(exampleIntent('41', [{ ...line, productKey: '748/X|L' }])).lineItems[0]).not.toHaveProperty(
      'sizeCodes',
    )
  })

  test('a unit of measure goes out in base units at the same total', () => {
    const carton = { ...line, productKey: '501~41', quantity: '5', unitPrice: '100.00', unitSize: '6' }
    const refused = problems(exampleIntent('41', [{ ...carton, quantity: '5000' }]))
    expect(record(exampleIntent('41', [carton])).lineItems[0]).toMatchObject({
      productOptionId: 501,
      qty: 30,
      unitPrice: 16.6667,
    })
    expect(refused).toMatchObject([{ code: 'value-invalid', field: 'Line 1 · price' }])
    expect(refused[0]?.sentence).toContain('30000 × 16.6667 = 500001.00')
  })

  test('a thousand lines stand in order', () => {
    const sent = record(
      exampleIntent(
        '41',
        Array.from({ length: 1_000 }, () => line),
      ),
    )
    expect(sent.lineItems.map((one) => one.sort)).toEqual(
      Array.from({ length: 1_000 }, (_, index) => index + 1),
    )
  })
})

describe('what is missing or wrong', () => {
  test('comes all at once, each with what to mend', () => {
    const found = problems({
      ...exampleIntent(
        undefined,
        [
          { productKey: undefined, code: 'X' },
          { ...line, quantity: '0' },
          { ...line, productKey: 'abc' },
        ],
        { branchKey: 'Main', deliveryOn: '2026-02-30' },
      ),
      freight: '-1',
      taxRate: '',
    })
    expect(found.map(({ field, code, subject }) => `${field}: ${code} (${subject.kind})`)).toEqual([
      'Customer: customer-not-linked (customer)',
      'Branch: branch-unknown (customer)',
      'Freight: value-invalid (order)',
      'Tax rate: value-missing (order)',
      'Line 1 · product: product-not-linked (product)',
      'Line 2 · quantity: value-invalid (line)',
      'Line 3 · product: value-invalid (product)',
      'Delivery day: value-invalid (order)',
    ])
  })

  test.each<[string, Partial<SalesOrderIntent>, string]>([
    ['no reference', { reference: '' }, 'value-missing'],
    ['a reference of 31 characters', { reference: 'x'.repeat(31) }, 'value-too-long'],
    ['a blank at its end', { reference: 'PV-1 ' }, 'value-invalid'],
    ['an invisible character', { reference: 'PV\u200b1' }, 'value-invalid'],
    ['no lines', { lines: [] }, 'value-missing'],
    ['a currency of no such form', { currency: '$' }, 'value-invalid'],
    ['a long note', { deliveryNote: 'x'.repeat(2_001) }, 'value-too-long'],
    ['a long address', { deliveryAddress: { city: 'x'.repeat(251) } }, 'value-too-long'],
    ['freight that is no number', { freight: '1e3' }, 'value-invalid'],
    [
      'a customer without a name',
      { customer: { customerId: 'c', customerKey: '1', name: ' ' } },
      'value-missing',
    ],
    [
      'a customer key that is none',
      { customer: { customerId: 'c', customerKey: '0x1', name: 'A' } },
      'value-invalid',
    ],
    [
      'a phone of 51 digits',
      { customer: { customerId: 'c', customerKey: '1', name: 'A', phone: '1'.repeat(51) } },
      'value-too-long',
    ],
  ])('%s is a problem of its own', (_, more, code) => {
    const found = problems({ ...exampleIntent('41', [line]), ...more })
    expect(found.map((problem) => problem.code)).toEqual([code])
    expect(found[0]?.sentence).toMatch(/\.$|…”\.$/)
  })

  test('a note of exactly the greatest length goes out whole', () => {
    const note = 'é'.repeat(2_000)
    expect(record(exampleIntent('41', [line], { deliveryNote: note })).deliveryInstructions).toBe(note)
  })

  test('a number with more digits than JSON can carry is a problem', () => {
    expect(
      problems(exampleIntent('41', [{ ...line, quantity: '12345678901234567' }])).map(
        (problem) => problem.code,
      ),
    ).toContain('value-invalid')
  })
})

describe('for any order', () => {
  const amount = (scale: number, max: number) =>
    fc
      .integer({ min: 1, max })
      .map((units) =>
        scale === 0
          ? String(units)
          : `${Math.floor(units / 10 ** scale)}.${String(units % 10 ** scale).padStart(scale, '0')}`,
      )
  const anyText = fc.string({ unit: 'grapheme', maxLength: 60 })

  test("the line's total in Cin7 is ours to the cent, or it is a problem", () => {
    fc.assert(
      fc.property(
        amount(0, 5_000),
        amount(4, 9_999_999),
        fc.constantFrom('1', '6', '12', '0.5', '7'),
        (quantity, unitPrice, unitSize) => {
          const intent = exampleIntent('41', [{ ...line, quantity, unitPrice, unitSize }])
          const mapped = toOmniSalesOrder(intent)
          if (!mapped.ok) {
            expect(mapped.problems.map((problem) => problem.field)).toEqual(['Line 1 · price'])
            expect(unitSize).not.toBe('1')
            return
          }
          const sent = mapped.value.lineItems[0]!
          const theirs = round(multiply(decimalFromNumber(sent.qty)!, decimalFromNumber(sent.unitPrice)!), 2)
          expect(compare(theirs, round(multiply(decimal(quantity), decimal(unitPrice)), 2))).toBe(0)
        },
      ),
    )
  })

  test('it never throws, and a record survives JSON', () => {
    const texts = fc.record({
      reference: anyText,
      currency: anyText,
      freight: anyText,
      taxRate: anyText,
      branchKey: anyText,
      poNumber: anyText,
      deliveryOn: anyText,
      deliveryNote: anyText,
    })
    const lines = fc.array(
      fc.record({
        productKey: anyText,
        code: anyText,
        name: anyText,
        quantity: anyText,
        unitPrice: anyText,
        unitSize: anyText,
      }),
      { maxLength: 3 },
    )
    fc.assert(
      fc.property(texts, lines, anyText, (more, asked, customerKey) => {
        const base = exampleIntent(customerKey, [line])
        const mapped = toOmniSalesOrder({
          ...base,
          ...more,
          lines: asked.map((one, index) => ({ ...base.lines[0]!, ...one, position: index })),
        })
        if (mapped.ok) expect(JSON.parse(JSON.stringify(mapped.value))).toEqual(mapped.value)
        else expect(mapped.problems.length).toBeGreaterThan(0)
      }),
    )
  })

  test('a product key reads back as it was made', () => {
    const key = fc.record({
      optionId: fc.integer({ min: 1 }),
      uomId: fc.option(fc.integer({ min: 1 }), { nil: undefined }),
      size: fc.option(fc.string({ unit: 'grapheme', minLength: 1 }), { nil: undefined }),
    })
    fc.assert(
      fc.property(key, (one) => {
        expect(parseProductKey(formatProductKey(one))).toEqual(JSON.parse(JSON.stringify(one)))
      }),
    )
    for (const bad of ['', '0', 'x', '-1', '1~', '1/', '1~0', '12 ', '1.5'])
      expect(parseProductKey(bad)).toBeUndefined()
  })
})

test('the preview shows every field of the record with its label and source', () => {
  const sent = record(
    exampleIntent('41', [{ ...line, productKey: '748/XL' }], {
      customFields: { orders_1000: 'x' },
      branchKey: '3',
    }),
  )
  const preview = toPreview(sent)
  const { lineItems, customFields, ...header } = sent
  expect(preview.fields.map((row) => row.field)).toEqual([...Object.keys(header), 'customFields.orders_1000'])
  expect(preview.lines[0]?.map((row) => row.field)).toEqual(Object.keys(lineItems[0]!))
  expect(
    preview.fields
      .concat(preview.lines.flat())
      .filter((row) => row.label === '' || row.source === '' || row.value === ''),
  ).toEqual([])
  expect(preview.record).toEqual(sent)
  expect(customFields).toEqual({ orders_1000: 'x' })
})
