// What a typed reader of the API needs of every resource and of every record, also of those that programs made: no null where a
// number is declared, dates that parse, words of a closed list, pages that end, and one answer for one record.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { resourceNames } from './account.ts'
import type { ResourceName } from './account.ts'
import { modelNamed } from './model.ts'
import type { Field, Model } from './model.ts'
import { resourceNamed } from './resources.ts'
import { basic, startTestClient } from './test-client.ts'
import { demoKey, demoUsername } from './server.ts'
import type { Json, TestClient } from './test-client.ts'

let client: TestClient
beforeAll(async () => {
  client = await startTestClient()
  await writeWhatProgramsWrite()
})
afterAll(() => client.simulator.close())

/** The barest record of each kind that a program may send, as a serializer spells it, and a sale with the rest left out. */
async function writeWhatProgramsWrite(): Promise<void> {
  const bare: [ResourceName, Json][] = [
    ['Contacts', { Id: 0, Type: 'Customer', Company: 'Bare', SecondaryContacts: [{ FirstName: 'Second' }] }],
    ['Products', { Id: 0, Name: 'Bare', StyleCode: 'BARE', ProductOptions: [{ Code: 'BARE-1' }] }],
    ['ProductCategories', { Id: 0, Name: 'Bare' }],
    ['Branches', { Id: 0, Company: 'Bare' }],
    ['SalesOrders', { Id: 0, LineItems: [{ Code: 'JAM001', Qty: 1 }, { Code: 'NO-SUCH-CODE' }] }],
    ['SalesOrders', { Id: 0, IsApproved: false, TaxStatus: null, MemberId: 20, LineItems: null }],
    ['Payments', { Id: 0, OrderId: 3001 }],
  ]
  for (const [name, record] of bare) {
    const answer = await client.post(`${name}/`, [record])
    expect(answer.json, name).toMatchObject([{ index: 0, success: true, errors: [] }])
  }
}

/** Numbers and truths that a known .NET reader declares without null (one client, strong), by model. */
const neverNull: Record<string, string> = {
  Contact: 'id billingId isActive',
  SubContact: 'id',
  ProductOption: 'id productId optionWeight stockAvailable stockOnHand',
  Product: 'id supplierId weight height width length volume',
  ProductCategory: 'id parentId isActive sort',
  Branch: 'id isActive',
  SalesOrder:
    'id isApproved memberId branchId productTotal freightTotal surcharge discountTotal total currencyRate invoiceNumber logisticsStatus salesPersonId',
  SalesOrderItem: 'id productId productOptionId sort qty',
  Payment: 'id amount isAuthorized orderId branchId',
  StockUnit: 'productId branchId available stockOnHand openSales',
  User: 'id isActive',
}

const identity: Partial<Record<ResourceName, string>> = {
  ProductOptions: 'id ASC, size ASC',
  Stock: 'productOptionId ASC, size ASC, branchId ASC',
}

/** Pages of 250 until an empty one, as the most careful of the known clients ends. */
async function wholeList(name: ResourceName): Promise<Json[]> {
  const rows: Json[] = []
  for (let page = 1; ; page += 1) {
    const query = { rows: '250', page: String(page), order: identity[name] ?? 'id ASC' }
    const { json } = await client.get(name, query)
    if (json.length === 0) return rows
    expect(rows.length % 250, `a page of ${name} follows a short one`).toBe(0)
    rows.push(...json)
  }
}

const wireDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

function faultOf(model: Model, field: Field, value: unknown): string | null {
  if (value === null) return neverNull[model.name]?.split(' ').includes(field.name) ? 'is null' : null
  switch (field.kind) {
    case 'int':
      return Number.isSafeInteger(value) ? null : 'is no integer'
    case 'dec':
      return Number.isFinite(value) ? null : 'is no number'
    case 'bool':
      return typeof value === 'boolean' ? null : 'is no boolean'
    case 'str':
      return typeof value === 'string' ? null : 'is no text'
    case 'date':
      return typeof value === 'string' && wireDate.test(value) ? null : 'is no date'
    case 'list':
    case 'ints':
    case 'strs':
      return Array.isArray(value) ? null : 'is no array'
    case 'map':
    case 'one':
      return typeof value === 'object' && !Array.isArray(value) ? null : 'is no object'
    default:
      return field.kind satisfies never
  }
}

/** Every deviation of the record and of the records in it, each as `path what`. */
function faultsOf(model: Model, record: Json, path: string): string[] {
  const names = model.fields.map((field) => field.name)
  const faults = Object.keys(record).join() === names.join() ? [] : [`${path} has other fields`]
  for (const field of model.fields) {
    const value = record[field.name]
    const at = `${path}.${field.name}`
    const fault = faultOf(model, field, value)
    if (fault !== null) faults.push(`${at} ${fault}`)
    else if (field.nested !== undefined && value !== null) {
      const nested = modelNamed(field.nested)
      for (const item of [value].flat()) faults.push(...faultsOf(nested, item, at))
    }
  }
  return faults
}

test.each(resourceNames)(
  '%s: every record can be read into declared types, nested ones too',
  async (name) => {
    const model = resourceNamed(name)!.model
    const rows = await wholeList(name)
    expect(rows.length).toBeGreaterThan(0)
    expect([...new Set(rows.flatMap((row) => faultsOf(model, row, name)))]).toEqual([])
    const key = (row: Json) => [row.id, row.productOptionId, row.size, row.branchId].join('/')
    expect(new Set(rows.map(key)).size).toBe(rows.length)
  },
)

test('a sales order says Incl, Excl or Exempt, never Undefined, however it was made', async () => {
  for (const order of await wholeList('SalesOrders'))
    expect(['Incl', 'Excl', 'Exempt'], order.reference).toContain(order.taxStatus)
})

const withId = resourceNames.filter((name) => name !== 'Stock')

test.each(withId)(
  '%s: ids ascend, fields=id shows nothing else, one by its id, 404 for none',
  async (name) => {
    const { json } = await client.get(name, { order: 'id ASC', fields: 'id', rows: '250' })
    const ids: number[] = json.map((row: Json) => row.id)
    expect(json).toEqual(ids.map((id) => ({ id })))
    expect(ids).toEqual([...ids].sort((a, b) => a - b))
    const one = await client.get(`${name}/${ids[0]}`)
    expect(Array.isArray(one.json)).toBe(name === 'ProductOptions')
    expect([one.json].flat()[0].id).toBe(ids[0])
    expect(await client.get(`${name}/2147483647`)).toMatchObject({ status: 404, json: 'Resource not found' })
  },
)

test.each(['/api/v1/', '/v1/'])('what is written under %s gets one answer for each record', async (base) => {
  const records = ['first', 'second', 'third'].map((name) => ({
    Id: 0,
    Reference: name === 'second' ? 'HH-10401' : `${base}${name}`,
    MemberId: 20,
  }))
  const response = await fetch(new URL(`${base}SalesOrders?loadboms=False`, client.simulator.pageUrl), {
    method: 'POST',
    headers: { authorization: basic(demoUsername, demoKey), 'content-type': 'application/json' },
    body: JSON.stringify(records),
  })
  const results = (await response.json()) as Json[]
  expect(results.map((one) => [one.index, one.success])).toEqual([
    [0, true],
    [1, false],
    [2, true],
  ])
  expect(results.every((one) => Array.isArray(one.errors) && Number.isInteger(one.id))).toBe(true)
})
