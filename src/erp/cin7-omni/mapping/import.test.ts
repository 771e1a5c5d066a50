/** Contacts, products and dispatches read into our words. */
import { describe, expect, test } from 'vitest'
import { omniContact, omniProduct, omniProductOption, omniSalesOrder, readRow } from '../wire.ts'
import { toImportedCustomer } from './contact.ts'
import { toRemoteSalesOrder } from './dispatch.ts'
import { toImportedProducts } from './product.ts'

function read<S extends Parameters<typeof readRow>[0]>(
  schema: S,
  seen: object,
): Extract<ReturnType<typeof readRow<S>>, { ok: true }>['row'] {
  const row = readRow(schema, seen)
  if (!row.ok) throw new Error(row.reason)
  return row.row
}

describe('a contact', () => {
  const customer = (seen: object) =>
    toImportedCustomer(read(omniContact, { id: 7, type: 'Customer', ...seen }))

  test('becomes a customer with its addresses, tier and custom fields', () => {
    const found = customer({
      company: 'Café',
      firstName: 'A',
      lastName: 'B',
      priceColumn: 'Web Price USD',
      address1: '1 Quay',
      postCode: '7010',
      postalAddress1: 'PO Box 1',
      billingCompany: 'Café Ltd',
      customFields: { members_1000: 5, members_1001: null },
      onHold: 'true',
      isActive: false,
      taxStatus: '15% GST',
    })
    expect(found).toMatchObject({
      kind: 'customer',
      customer: {
        key: '7',
        name: 'Café',
        priceTier: 'webpriceusd',
        onHold: true,
        isActive: false,
        taxName: '15% GST',
        deliveryAddress: { line1: '1 Quay', postcode: '7010', company: 'Café' },
        billingAddress: { line1: 'PO Box 1', company: 'Café Ltd' },
        customFields: { members_1000: '5' },
      },
    })
  })

  test('without a company takes the person, without either is unusable', () => {
    expect(customer({ firstName: 'Ana', lastName: 'Lee' })).toMatchObject({ customer: { name: 'Ana Lee' } })
    expect(customer({ email: 'a@b.example' })).toMatchObject({ kind: 'unusable', label: 'a@b.example' })
    expect(customer({ type: 'Supplier', company: 'X' })).toEqual({ kind: 'not a customer' })
  })
})

describe('a product', () => {
  const products = (seen: object, options: object[]) =>
    toImportedProducts(
      read(omniProduct, { id: 1, name: 'Olive oil', status: 'Public', ...seen }),
      options.map((option) => read(omniProductOption, { productId: 1, ...option })),
    )

  test('gives one product per option, with its labels in the name', () => {
    const { rows } = products({ images: [{ link: 'https://x.test/p.png' }, { link: 'javascript:1' }] }, [
      {
        id: 5,
        option1: '500 ml',
        productOptionCode: 'OIL500',
        code: 'OLD',
        image: { link: 'https://x.test/o.png' },
      },
      {
        id: 6,
        option1: 'Olive oil',
        option2: '1 l',
        option3: 'Tin',
        productOptionCode: 'OIL1L',
        status: 'Disabled',
      },
      { id: 7, code: 'ONLY-OLD' },
    ])
    expect(rows.map((row) => [row.key, row.name, row.code, row.isActive])).toEqual([
      ['5', 'Olive oil — 500 ml', 'OIL500', true],
      ['6', 'Olive oil — 1 l / Tin', 'OIL1L', false],
      ['7', 'Olive oil', 'ONLY-OLD', true],
    ])
    expect(rows[0]?.imageUrls).toEqual(['https://x.test/o.png', 'https://x.test/p.png', 'javascript:1'])
  })

  test('gives one product per size, though the option’s id repeats', () => {
    const { rows } = products({ sizeRangeId: 3 }, [
      {
        id: 5,
        size: 'S',
        productOptionCode: 'A',
        productOptionSizeCode: 'A-S',
        productOptionSizeBarcode: '1',
        productOptionBarcode: '0',
      },
      { id: 5, size: 'M', productOptionCode: 'A', productOptionSizeCode: 'A-M' },
    ])
    expect(rows.map((row) => [row.key, row.code, row.barcode, row.name])).toEqual([
      ['5/S', 'A-S', '1', 'Olive oil — S'],
      ['5/M', 'A-M', undefined, 'Olive oil — M'],
    ])
  })

  test('gives one product per unit of measure, with its own price only', () => {
    const { rows, unusable } = products({}, [
      {
        id: 5,
        productOptionCode: 'OIL',
        retailPrice: 10,
        uomOptions: [
          { id: 41, code: 'OIL-C6', option1: 'Carton', quantity: 6, priceColumns: { wholesaleNZD: 35.64 } },
          { id: 42, code: 'OIL-B12', option1: 'Box of 12', quantity: '12.0' },
          { id: 43, option1: 'Pallet', quantity: 144 },
          { id: 44, code: 'OIL-X', quantity: 0 },
        ],
      },
    ])
    expect(rows.map((row) => [row.key, row.unit, row.unitSize, row.tierPrices])).toEqual([
      ['5', undefined, '1', { retail: '10.00' }],
      ['5~41', 'Carton of 6', '6', { wholesalenzd: '35.64' }],
      ['5~42', 'Box of 12', '12', {}],
    ])
    expect(unusable.map((row) => [row.key, row.reason.split('.')[0]])).toEqual([
      ['5~43', 'It has no code'],
      ['5~44', 'This unit of measure has no quantity'],
    ])
  })

  test('that cannot be sold says why, and an inactive one stays usable', () => {
    expect(products({}, []).unusable[0]?.reason).toContain('no options')
    expect(products({}, [{ id: 5 }]).unusable).toMatchObject([{ key: '5', label: 'Olive oil' }])
    expect(products({ status: 'inactive' }, [{ id: 5, productOptionCode: 'X' }]).rows[0]?.isActive).toBe(
      false,
    )
  })
})

describe('a sales order', () => {
  const remote = (seen: object) =>
    toRemoteSalesOrder(read(omniSalesOrder, { id: 9, reference: 'PV-1', status: 'APPROVED', ...seen }))

  test('tells what was shipped, line by line', () => {
    const order = remote({
      trackingCode: 'T1',
      logisticsCarrier: 'DHL',
      lineItems: [
        { integrationRef: 'L1', qty: 10, qtyShipped: 4, productId: 1 },
        { qty: 2, qtyShipped: null },
        { parentId: 5, qty: 9 },
      ],
    })
    expect(order).toMatchObject({
      carrier: 'DHL',
      trackingCode: 'T1',
      dispatchedAt: undefined,
      status: 'approved',
    })
    expect(
      order.lines.map((line) => [line.lineId, line.quantity, line.quantityShipped, line.linked]),
    ).toEqual([
      ['L1', '10', '4', true],
      [undefined, '2', '0', false],
    ])
  })

  test('dispatched without shipped quantities is dispatched whole', () => {
    const order = remote({
      dispatchedDate: '2026-12-20T01:00:00Z',
      lineItems: [{ qty: 2, qtyShipped: null }],
    })
    expect(order.dispatchedAt?.toISOString()).toBe('2026-12-20T01:00:00.000Z')
    expect(order.lines[0]?.quantityShipped).toBe('2')
  })

  test('knows its status by word or by flag', () => {
    const words = [
      { status: 'VOID' },
      { isVoid: true },
      { status: 'Draft' },
      { status: null, isApproved: false },
      { status: null, isApproved: true },
      { status: 'Approved', isApproved: true },
    ]
    expect(words.map((seen) => remote(seen).status)).toEqual([
      'void',
      'void',
      'draft',
      'draft',
      'approved',
      'approved',
    ])
  })
})
