// What programs written against the real API need and a lenient simulator would hide: requests as a typed .NET client, a
// reporting script and a shop's order feed send them, word for word in their shape, over real HTTP.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { resourceNames } from './account.ts'
import { switchDefinitions } from './switches.ts'
import { startTestClient } from './test-client.ts'
import type { Json, TestClient } from './test-client.ts'

let client: TestClient
beforeAll(async () => {
  client = await startTestClient()
})
afterAll(() => client.simulator.close())
afterEach(() => client.simulator.account().resetSwitches())

let memberId = 0
beforeAll(async () => {
  const members = await client.get('Contacts', { where: "type='Customer'", order: 'id ASC', rows: '1' })
  memberId = members.json[0].id as number
})

/** Every member of the record, as a serializer that writes unset value types and nulls does. */
const typedOrder = (own: Json): Json => ({
  Id: 0,
  CreatedDate: null,
  DispatchedDate: null,
  LogisticsStatus: 0,
  IsApproved: true,
  Status: null,
  Stage: null,
  Reference: null,
  InvoiceNumber: 0,
  InvoiceDate: null,
  MemberId: memberId,
  MemberEmail: null,
  SalesPersonId: 0,
  ProductTotal: 0.0,
  FreightTotal: 0.0,
  DiscountTotal: 0.0,
  Total: 0.0,
  CurrencyCode: null,
  CurrencyRate: 0.0,
  TaxStatus: null,
  TaxRate: null,
  BranchId: 0,
  Surcharge: 0.0,
  LineItems: null,
  ...own,
})

describe('a typed client', () => {
  test('creates with Id 0 and loadboms in .NET casing, reads, writes the whole record back unchanged', async () => {
    const line = { Id: 0, ProductId: 0, Code: 'JAM001', Sort: 0, Qty: 2.0, UnitPrice: 10.5, QtyShipped: null }
    const order = typedOrder({ TaxStatus: 'Excl', TaxRate: 15.0, LineItems: [line] })
    const created = await client.post('SalesOrders?loadboms=True', [order])
    expect(created.json).toHaveLength(1)
    expect(created.json[0]).toMatchObject({ index: 0, success: true, errors: [] })
    const path = `SalesOrders/${created.json[0].id}`
    const read = (await client.get(path)).json
    expect(read).toMatchObject({ status: 'APPROVED', taxStatus: 'Excl', productTotal: 21, total: 24.15 })
    const whole = Object.fromEntries(
      Object.entries(read).map(([name, value]) => [name.charAt(0).toUpperCase() + name.slice(1), value]),
    )
    const put = await client.put('SalesOrders?loadboms=False', [{ ...whole, InternalComments: 'Seen' }])
    expect(put.json[0].success).toBe(true)
    const { modifiedDate: _before, ...before } = read
    const { modifiedDate: _after, ...after } = (await client.get(path)).json
    expect(after).toEqual({ ...before, internalComments: 'Seen' })
  })

  test('a date of dispatch wins over the stage that is written back with it, and later writes keep what left', async () => {
    const line = { Code: 'JAM001', Qty: 3.0, UnitPrice: 1.0 }
    const id = (await client.post('SalesOrders', [typedOrder({ LineItems: [line] })])).json[0].id as number
    const open = (await client.get(`SalesOrders/${id}`)).json
    await client.put('SalesOrders', [{ ...open, dispatchedDate: '2026-11-20T03:04:05.1234567Z' }])
    const gone = (await client.get(`SalesOrders/${id}`)).json
    expect(gone).toMatchObject({ stage: 'Dispatched', dispatchedDate: '2026-11-20T03:04:05Z' })
    await client.put('SalesOrders', [{ ...gone, internalComments: 'Later' }])
    expect((await client.get(`SalesOrders/${id}`)).json.lineItems[0]).toMatchObject({ qty: 3, qtyShipped: 3 })
  })
})

describe('a portal that posts the sample values of the help page', () => {
  test('they do no harm: the line is linked, reserves its own stock, and ships nothing', async () => {
    const stock = async (): Promise<Json> =>
      (await client.get('Stock', { where: "code='JAM001'", order: 'branchId ASC' })).json
    const before = await stock()
    const sample = {
      createdDate: '2026-11-20T01:02:03.123456Z',
      transaction: 2,
      parentId: 3,
      productId: '4',
      styleCode: 'sample string 1',
      barcode: 'sample string 2',
      sizeCodes: '4|sample string 4',
      qtyShipped: 7,
      holdingQty: 8,
      stockControl: 'FIFO',
      stockMovements: [{ batch: 'sample string 1', quantity: 2, serial: 'sample string 3' }],
      sizes: [{ name: 'sample string 1', code: 'sample string 2', barcode: 'sample string 3', qty: 4 }],
    }
    const option = before[0].productOptionId as number
    const line = { ...sample, id: '1', productOptionId: option, code: 'JAM001', qty: '2', unitPrice: '5.25' }
    const order = {
      memberId,
      memberEmail: 'nobody@example.com',
      status: 'VOID',
      modifiedDate: '',
      taxStatus: 2,
    }
    const sent = { ...order, invoiceNumber: 'sample', currencyRate: '', lineItems: [line] }
    const created = (await client.post('SalesOrders', [sent])).json[0]
    const read = (await client.get(`SalesOrders/${created.id}`)).json
    expect(read).toMatchObject({ status: 'APPROVED', taxStatus: 'Excl', memberId, invoiceNumber: 0 })
    const linked = {
      productOptionId: option,
      qty: 2,
      unitPrice: 5.25,
      qtyShipped: 0,
      sizes: [],
      sizeCodes: '',
    }
    expect(read.lineItems).toMatchObject([linked])
    const after = await stock()
    expect(after).toHaveLength(before.length)
    expect(after[0].openSales).toBe(before[0].openSales + 2)
  })
})

describe('readers of the obsolete names of an option', () => {
  test('lists of options filter and sort by code and barcode, sized ones too', async () => {
    const first = async (where: string): Promise<Json> =>
      (await client.get('ProductOptions', { where, rows: '1', order: 'id ASC, size ASC' })).json[0]
    const plain = await first('size IS NULL AND productOptionBarcode IS NOT NULL')
    const sized = await first('size IS NOT NULL AND productOptionSizeBarcode IS NOT NULL')
    for (const option of [plain, sized]) {
      for (const name of ['code', 'barcode']) {
        const found = await client.get('ProductOptions', { where: `${name}='${option[name]}'` })
        expect(found.json, name).toEqual([option])
      }
    }
    const where = `code='${plain.code}' OR code='${sized.code}'`
    const both = await client.get('ProductOptions', { where, order: 'code ASC', fields: 'code' })
    expect(both.json).toEqual(
      [{ code: plain.code }, { code: sized.code }].sort((a, b) => (a.code < b.code ? -1 : 1)),
    )
  })

  test('an option that is written anew is found by its code', async () => {
    const [product] = (await client.get('Products', { rows: '1', order: 'id ASC' })).json
    const written = await client.post('ProductOptions', [{ productId: product.id, code: 'STRICT-1' }])
    expect(written.json[0].success).toBe(true)
    const found = await client.get('ProductOptions', { where: "code='strict-1'" })
    expect(found.json).toMatchObject([{ id: written.json[0].id, code: 'STRICT-1' }])
  })
})

describe('what is unknown of the answers', () => {
  test('an unknown order field is 400, or left out when switched', async () => {
    const query = { order: 'id ASC', fields: 'branchId', rows: '2' }
    expect((await client.get('Stock', query)).status).toBe(400)
    client.simulator.account().setSwitch('unknownOrderField', 'ignored')
    expect((await client.get('Stock', query)).json).toHaveLength(2)
    expect((await client.get('Stock', { order: 'id sideways' })).status).toBe(200)
    expect((await client.get('Users', { order: 'id sideways' })).status).toBe(400)
  })

  test('the text for a duplicate names it, names nothing, or is missing, and it stays a failure', async () => {
    const account = client.simulator.account()
    const taken = (await client.get('SalesOrders', { where: 'id=3001' })).json[0].reference as string
    const contact = (await client.get(`Contacts/${memberId}`)).json
    const wanted = {
      named: (what: string) => [expect.stringContaining(what)],
      general: () => ['The record could not be saved.'],
      none: () => [],
    }
    for (const form of switchDefinitions.duplicateText.values) {
      account.setSwitch('duplicateText', form)
      const errors = wanted[form]
      const order = (await client.post('SalesOrders', [{ memberId, reference: taken }])).json[0]
      expect(order).toEqual({ index: 0, success: false, id: 0, code: '', errors: errors(taken) })
      const sent = { type: 'Customer', company: 'Again', email: contact.email }
      const person = (await client.post('Contacts', [sent])).json[0]
      expect(person).toMatchObject({ success: false, errors: errors(contact.email as string) })
    }
  })

  test('an operator that the documentation does not list is refused', async () => {
    expect((await client.get('Users', { where: 'id != 1' })).status).toBe(400)
    expect((await client.get('Users', { where: 'id <> 1' })).status).toBe(200)
  })
})

describe('resources that are not simulated', () => {
  test.each([
    '/v1/Quotes',
    '/v1/CreditNotes?rows=250',
    '/v1/SizeRanges',
    '/v1/Voucher?code=A',
    '/v2/BomMasters',
  ])('%s answers like a box that is not ticked', async (path) => {
    const reply = await client.raw('GET', path)
    expect([reply.status, reply.json]).toEqual([403, 'Access is forbidden'])
  })

  test('they still need the key, a name that Omni does not have is 404, and none of ours is among them', async () => {
    expect((await client.raw('GET', '/v1/Quotes', undefined, { authorization: '' })).status).toBe(401)
    expect((await client.get('Categories')).status).toBe(404)
    expect((await client.raw('GET', '/v2/Contacts')).status).toBe(404)
    for (const name of resourceNames) expect((await client.get(name)).status, name).toBe(200)
  })
})
