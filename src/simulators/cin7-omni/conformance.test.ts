// What cin7-omni/api.md says about transport, lists, the batch envelope and errors, seen through real HTTP.

import { request } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { PRODUCT, PRODUCT_CATEGORY, PRODUCT_OPTION, STOCK_UNIT } from './models-catalogue.ts'
import { BRANCH, CONTACT, USER } from './models-people.ts'
import { PAYMENT, SALES_ORDER, SALES_ORDER_ITEM } from './models-sales.ts'
import { demoKey, demoUsername } from './server.ts'
import { basic, startTestClient } from './test-client.ts'
import type { Json, TestClient } from './test-client.ts'

let client: TestClient
beforeAll(async () => {
  client = await startTestClient()
  await client.post('Payments', [{ orderId: 3014, amount: 10 }])
})
afterAll(() => client.simulator.close())
afterEach(() => {
  client.simulator.account().resetSwitches()
  client.simulator.account().clearFaults()
})

describe('transport and key', () => {
  test('/api/v1 and /v1 are the same, with or without a trailing slash', async () => {
    const root = client.simulator.pageUrl
    for (const path of ['api/v1/Branches', 'v1/Branches', 'v1/Branches/', 'API/V1/branches/?order=id ASC']) {
      const response = await fetch(root + path, { headers: { authorization: basic(demoUsername, demoKey) } })
      expect(response.status, path).toBe(200)
      expect(await response.json()).toHaveLength(3)
    }
  })

  test('a request that names the whole address, as through a proxy, is answered the same', async () => {
    const { hostname, port } = new URL(client.simulator.url)
    const status = (target: string) =>
      new Promise((resolve, reject) => {
        const headers = { host: 'api.cin7.com', authorization: basic(demoUsername, demoKey) }
        const sent = request({ hostname, port, path: target, headers }, (response) => {
          response.resume()
          resolve(response.statusCode)
        })
        sent.on('error', reject).end()
      })
    expect(await status('https://api.cin7.com/api/v1/Users?rows=1')).toBe(200)
    expect(await status('https://api.cin7.com/api/v1/Users/999999')).toBe(404)
  })

  test.each([
    ['no key', ''],
    ['a wrong key', basic(demoUsername, 'nope')],
    ['another name', basic('Somebody', demoKey)],
    ['another scheme', `Bearer ${demoKey}`],
  ])('%s gets 401 as a bare string', async (_what, authorization) => {
    const reply = await client.raw('GET', '/v1/Contacts', undefined, { authorization })
    expect([reply.status, reply.json]).toEqual([401, 'Unauthorized access'])
  })

  test('a box that is not ticked gets 403, each verb alone', async () => {
    const account = client.simulator.account()
    account.setPermission('SalesOrders', 'create', false)
    expect((await client.post('SalesOrders', [{}])).json).toBe('Access is forbidden')
    expect((await client.get('SalesOrders')).status).toBe(200)
    account.setPermission('SalesOrders', 'create', true)
    account.setPermission('Contacts', 'read', false)
    expect((await client.get('Contacts')).status).toBe(403)
    expect((await client.get('Contacts/20')).status).toBe(403)
    account.setPermission('Contacts', 'read', true)
  })

  test('a revoked key gets 401 until it is restored', async () => {
    client.simulator.account().revokeKey()
    expect((await client.get('Users')).status).toBe(401)
    client.simulator.account().restoreKey()
    expect((await client.get('Users')).status).toBe(200)
  })

  test('verbs that a resource does not have are refused', async () => {
    expect((await client.remove('SalesOrders/3001')).status).toBe(405)
    expect((await client.post('Stock', [{}])).status).toBe(405)
    expect((await client.raw('PATCH', '/v1/Contacts', '[]')).status).toBe(405)
    expect((await client.get('Stock/1')).status).toBe(405)
  })
})

describe('shapes', () => {
  const cases = [
    ['Contacts', CONTACT],
    ['Products', PRODUCT],
    ['ProductOptions', PRODUCT_OPTION],
    ['ProductCategories', PRODUCT_CATEGORY],
    ['Branches', BRANCH],
    ['Stock', STOCK_UNIT],
    ['Users', USER],
    ['SalesOrders', SALES_ORDER],
    ['Payments', PAYMENT],
  ] as const

  test.each(cases)(
    '%s answers every field, never null where a strict client cannot take it',
    async (name, model) => {
      const { json } = await client.get(name, { rows: '250' })
      expect(json.length).toBeGreaterThan(0)
      for (const row of json) {
        expect(Object.keys(row)).toEqual(model.fields.map((field) => field.name))
        for (const field of model.fields) {
          const value = row[field.name]
          if (field.nonNull)
            expect(typeof value, field.name).toBe(field.kind === 'bool' ? 'boolean' : 'number')
          if (field.kind === 'date' && value !== null)
            expect(value).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
          if (field.kind === 'int' && value !== null) expect(Number.isInteger(value)).toBe(true)
        }
      }
    },
  )

  test('a sales order line answers every field', async () => {
    const { json } = await client.get('SalesOrders/3001')
    expect(Object.keys(json.lineItems[0])).toEqual(SALES_ORDER_ITEM.fields.map((field) => field.name))
    expect(['Incl', 'Excl', 'Exempt']).toContain(json.taxStatus)
    expect(json.salesPersonEmail).toBeNull()
    expect(json.taxRate).toBe(0.15)
  })

  test('GET by id is an object, ProductOptions an array or by switch an object, a missing one 404', async () => {
    expect((await client.get('Contacts/20')).json.id).toBe(20)
    const sized = client.simulator
      .account()
      .productOptions()
      .find((option) => option.size === 'M')!
    const { json } = await client.get(`ProductOptions/${sized.id}`)
    expect(json.map((row: Json) => [row.id, row.size])).toEqual(
      ['S', 'M', 'L', 'XL'].map((size) => [sized.id, size]),
    )
    client.simulator.account().setSwitch('optionById', 'object')
    expect((await client.get(`ProductOptions/${sized.id}`)).json.id).toBe(sized.id)
    for (const name of ['Contacts', 'ProductOptions', 'SalesOrders']) {
      const reply = await client.get(`${name}/999999`)
      expect([reply.status, reply.json]).toEqual([404, 'Resource not found'])
    }
    expect((await client.get('Contacts/abc')).status).toBe(404)
  })

  test('price columns are an object of numbers', async () => {
    const { json } = await client.get('ProductOptions', { where: "productOptionCode='HNY001-250G'" })
    expect(json[0].priceColumns).toMatchObject({ retailNZD: 14.5, wholesaleNZD: 8.19 })
    expect(json[0].wholesalePrice).toBe(8.19)
  })

  test('Stock by barcode keeps to its where', async () => {
    const [{ barcode }] = (await client.get('Stock', { where: "code='JAM001'" })).json
    const { json } = await client.get('Stock', { barcode, where: 'branchId=2 OR branchId=3' })
    expect(json.map((row: Json) => [row.code, row.branchId])).toEqual([['JAM001', 2]])
  })

  test('Stock is found by barcode and lowers with open sales', async () => {
    const { json } = await client.get('Stock', { barcode: '9421000000011' })
    expect(json.length).toBeGreaterThan(0)
    for (const row of json) expect(row.available).toBe(row.stockOnHand - row.openSales)
  })
})

describe('lists', () => {
  test('50 rows by default, at most 250, and an empty page past the end', async () => {
    expect((await client.get('ProductOptions')).json).toHaveLength(50)
    expect((await client.get('ProductOptions', { rows: '250', page: '2' })).json.length).toBeGreaterThan(50)
    expect(await client.get('ProductOptions', { page: '99' })).toMatchObject({ status: 200, json: [] })
    expect(await client.get('Contacts', { rows: '251' })).toMatchObject({
      status: 400,
      json: 'The rows argument cannot be greater than 250.',
    })
    expect(await client.get('Contacts', { page: '0' })).toMatchObject({
      status: 400,
      json: 'The page number is out of range; the value must be greater than or equal to 1.',
    })
  })

  test('pages with order=id ASC hold every row once', async () => {
    const ids: number[] = []
    for (let page = 1; ; page += 1) {
      const { json } = await client.get('Contacts', {
        rows: '20',
        page: String(page),
        order: 'id ASC',
        fields: 'id',
      })
      if (json.length === 0) break
      ids.push(...json.map((row: Json) => row.id))
      for (const row of json) expect(Object.keys(row)).toEqual(['id'])
    }
    expect(ids).toEqual(
      client.simulator
        .account()
        .contacts()
        .map((contact) => contact.id)
        .sort((a, b) => a - b),
    )
  })

  test('order is DESC unless it says ASC', async () => {
    const ids = async (order: string) =>
      (await client.get('Contacts', { order, rows: '250', fields: 'id' })).json.map((row: Json) => row.id)
    const ascending = await ids('ID asc')
    expect(ascending).toEqual([...ascending].sort((a, b) => a - b))
    expect(await ids('id')).toEqual([...ascending].reverse())
    client.simulator.account().setSwitch('orderWithoutDirection', 'ascending')
    expect(await ids('id')).toEqual(ascending)
    expect(await ids('id desc')).toEqual([...ascending].reverse())
    client.simulator.account().resetSwitches()
    const { json } = await client.get('Contacts', { order: 'modifiedDate ASC, id DESC', rows: '250' })
    for (let i = 1; i < json.length; i += 1)
      expect(json[i - 1].modifiedDate <= json[i].modifiedDate).toBe(true)
    expect((await client.get('Contacts', { order: 'nonsense' })).status).toBe(400)
  })

  test('without order the sequence changes from call to call', async () => {
    const ids = async () =>
      (await client.get('Products', { rows: '250', fields: 'id' })).json.map((row: Json) => row.id)
    const [first, second] = [await ids(), await ids()]
    expect(first).not.toEqual(second)
    expect(new Set(first)).toEqual(new Set(second))
    client.simulator.account().setSwitch('defaultOrder', 'idAscending')
    expect((await ids())[0]).toBe(101)
  })

  test('the requests of live clients work', async () => {
    const { json: all } = await client.get('SalesOrders', {
      order: 'id ASC',
      fields: 'id, reference, memberId, lineItems(code)',
    })
    expect(Object.keys(all[0])).toEqual(['id', 'reference', 'memberId', 'lineItems'])
    expect(Object.keys(all[0].lineItems[0])).toEqual(['code'])
    const found = async (query: Record<string, string>) =>
      (await client.get('SalesOrders', query)).json.length
    expect(await found({ where: `reference='${all[0].reference}'`, limit: '1' })).toBe(1)
    expect(await found({ where: `Reference='${all[0].reference}' OR Reference='${all[1].reference}'` })).toBe(
      2,
    )
    expect(
      await found({ where: "stage='New' and modifieddate>'2020-11-16T00:00:00Z'", order: 'id ASC' }),
    ).toBeGreaterThan(0)
    expect(await found({ where: "status='Void'" })).toBe(1)
    expect((await client.get('Contacts', { where: "type='Supplier'", rows: '250' })).json).toHaveLength(5)
    expect((await client.get('Contacts', { where: "accountNumber='HH0020'" })).json[0].id).toBe(20)
    expect(
      (await client.get('Payments', { where: 'orderId=3014', orderType: "'SalesOrder'" })).json,
    ).toHaveLength(1)
    expect(
      (await client.get('Products', { where: 'modifieddate>=2024-01-01T00:00:00Z', page: '2' })).json,
    ).toHaveLength(50)
    expect((await client.get('Stock', { where: 'branchId=3' })).json[0].branchName).toBe('Wellington Chilled')
    expect((await client.get('Stock', { where: "code='JAM001'" })).json).toHaveLength(2)
    expect(
      (await client.raw('GET', `/v1/SalesOrders?PAGE=1&Rows=1&WHERE=id%3D3001&Fields=channel,id`)).json,
    ).toEqual([{ id: 3001 }])
    expect((await client.get('SalesOrders/3001', { fields: 'id,reference' })).json).toEqual({
      id: 3001,
      reference: 'HH-10401',
    })
  })

  test('an index finds what a full scan finds', async () => {
    const where = async (text: string) =>
      (await client.get('Contacts', { where: text, order: 'id ASC' })).json.map((row: Json) => row.id)
    expect(await where("company='the corner urn'")).toEqual(await where("company LIKE 'The Corner Urn'"))
    expect(await where("company='the corner urn'")).toHaveLength(2)
    expect(await where("id='20'")).toEqual([20])
    expect(await where('id=20.0')).toEqual([20])
    expect(await where("email='' AND id>20")).toEqual(await where("email LIKE '' AND id>20"))
  })

  test('a bad where is 400, an unknown field too unless switched', async () => {
    expect((await client.get('SalesOrders', { where: "reference='x" })).status).toBe(400)
    expect((await client.get('Contacts', { where: "reference='x'" })).status).toBe(400)
    client.simulator.account().setSwitch('whereUnknownField', 'ignore')
    expect((await client.get('Contacts', { where: "reference='x'" })).json).toHaveLength(50)
  })

  test('= on text, fields and URL length have switches', async () => {
    const account = client.simulator.account()
    expect((await client.get('SalesOrders', { where: "reference='hh-10401'" })).json).toHaveLength(1)
    account.setSwitch('whereEquals', 'caseSensitive')
    expect((await client.get('SalesOrders', { where: "reference='hh-10401'" })).json).toHaveLength(0)
    expect((await client.get('SalesOrders', { where: 'status=Void' })).status).toBe(400)
    account.setSwitch('whereUnquotedText', 'accepted')
    expect((await client.get('SalesOrders', { where: 'status=VOID' })).json).not.toHaveLength(0)
    expect((await client.get('SalesOrders', { where: 'id==1' })).json).toMatch(/position 4/)
    account.setSwitch('whereErrorText', 'general')
    expect((await client.get('SalesOrders', { where: 'id==1' })).json).toBe('The where clause is invalid.')
    account.setSwitch('unknownFieldsParameter', 'badRequest')
    expect((await client.get('SalesOrders', { fields: 'id,channel' })).status).toBe(400)
    account.setSwitch('longestQuery', 200)
    expect((await client.get('SalesOrders', { where: `reference='${'x'.repeat(200)}'` })).status).toBe(404)
    account.setSwitch('longQueryAnswer', 'uriTooLong')
    expect((await client.get('SalesOrders', { where: `reference='${'x'.repeat(200)}'` })).status).toBe(414)
  })
})

describe('batch envelope', () => {
  const malformed = 'Missing or malformed JSON data; please see the documentation for examples.'
  test.each([
    '{"memberId":41}',
    '',
    'nonsense',
    '[1]',
    '[null]',
    '"x"',
    '[{"memberId":"abc"}]',
    '[{"lineItems":{}}]',
    '[{"createdDate":"soon"}]',
    '[{"taxStatus":"Half"}]',
  ])('the body %s is refused whole', async (body) => {
    const before = client.simulator.account().salesOrders().length
    expect(await client.raw('POST', '/v1/SalesOrders', body)).toMatchObject({ status: 400, json: malformed })
    expect(client.simulator.account().salesOrders()).toHaveLength(before)
  })

  test('250 records at most', async () => {
    const contacts = Array.from({ length: 251 }, (_, i) => ({
      type: 'Customer',
      company: `Batch ${i}`,
      email: `batch${i}@x.example`,
    }))
    expect(await client.post('Contacts', contacts)).toMatchObject({
      status: 400,
      json: 'Batch limit is 250.',
    })
    const { status, json } = await client.post('Contacts', contacts.slice(0, 250))
    expect(status).toBe(200)
    expect(json.map((one: Json) => one.index)).toEqual(Array.from({ length: 250 }, (_, i) => i))
    expect(json[0]).toEqual({ index: 0, success: true, id: json[0].id, code: 'batch0@x.example', errors: [] })
    expect(json.every((one: Json, i: number) => i === 0 || one.id > json[i - 1].id)).toBe(true)
  })

  test('an empty array is an empty answer', async () => {
    expect(await client.post('SalesOrders', [])).toMatchObject({ status: 200, json: [] })
  })

  test('a failed record is 200 with success:false beside others that succeed', async () => {
    const { status, json } = await client.post('Contacts', [
      { type: 'Customer' },
      { company: 'No type' },
      { type: 'Customer', firstName: 'Only' },
      { type: 'Customer', company: 'x'.repeat(251) },
    ])
    expect(status).toBe(200)
    expect(json.map((one: Json) => one.success)).toEqual([false, false, true, false])
    expect(json[0]).toMatchObject({ id: 0, code: '', errors: [expect.any(String)] })
    client.simulator.account().setSwitch('failedResult', 'nulls')
    expect((await client.post('Contacts', [{}])).json[0]).toMatchObject({ id: null, code: null })
  })

  test('a duplicate e-mail: record failure, 400, or accepted', async () => {
    const one = { type: 'Customer', company: 'Twin', email: 'twin@x.example' }
    expect(
      (await client.post('Contacts', [one, { ...one, email: 'TWIN@x.example' }])).json.map(
        (r: Json) => r.success,
      ),
    ).toEqual([true, false])
    client.simulator.account().setSwitch('duplicateEmail', 'badRequest')
    expect((await client.post('Contacts', [{ ...one, email: 'other@x.example' }, one])).status).toBe(400)
    expect((await client.get('Contacts', { where: "email='other@x.example'" })).json).toEqual([])
    client.simulator.account().setSwitch('duplicateEmail', 'accept')
    expect((await client.post('Contacts', [one])).json[0].success).toBe(true)
  })

  test('a contact PUT is partial, needs the type, adds secondary contacts', async () => {
    const before = (await client.get('Contacts/21')).json
    expect((await client.put('Contacts', [{ id: 21, phone: '1' }])).json[0].success).toBe(false)
    const changed = await client.put('Contacts', [
      {
        id: 21,
        type: 'Customer',
        phone: '',
        company: null,
        customFields: { members_1000: 'X', other_1: 'no' },
        secondaryContacts: [{ firstName: 'Cy' }],
      },
    ])
    expect(changed.json[0]).toMatchObject({ success: true, id: 21, code: before.email })
    const after = (await client.get('Contacts/21')).json
    expect(after).toMatchObject({
      phone: '',
      company: before.company,
      address1: before.address1,
      customFields: { ...before.customFields, members_1000: 'X' },
    })
    expect(after.secondaryContacts.at(-1)).toMatchObject({ firstName: 'Cy', id: expect.any(Number) })
    expect(Object.keys(after.customFields)).not.toContain('other_1')
    client.simulator.account().setSwitch('contactFieldPrefix', 'contacts_')
    expect((await client.get('Contacts/21')).json.customFields.contacts_1000).toBe('X')
  })

  test('DELETE of a contact answers one object and the id is not used again', async () => {
    const { json } = await client.post('Contacts', [{ type: 'Customer', company: 'Brief' }])
    expect((await client.remove(`Contacts/${json[0].id}`)).json).toMatchObject({
      success: true,
      id: json[0].id,
    })
    expect((await client.get(`Contacts/${json[0].id}`)).status).toBe(404)
    expect((await client.remove(`Contacts/${json[0].id}`)).status).toBe(404)
    const next = await client.post('Contacts', [{ type: 'Customer', company: 'Next' }])
    expect(next.json[0].id).toBeGreaterThan(json[0].id)
  })

  test('one duplicate code fails a whole products request, and a product has one option', async () => {
    const product = (code: string) => ({
      name: `New ${code}`,
      styleCode: code,
      productOptions: [{ code: `${code}-A`, retailPrice: '5.5' }],
    })
    const before = client.simulator.account().products().length
    expect((await client.post('Products', [product('NEW1'), product('JAM001')])).status).toBe(400)
    expect((await client.post('Products', [{ ...product('NEW1'), productOptions: [{}, {}] }])).status).toBe(
      400,
    )
    expect(client.simulator.account().products()).toHaveLength(before)
    const { json } = await client.post('Products', [product('NEW1')])
    expect(json[0]).toMatchObject({ success: true, code: 'NEW1' })
    expect((await client.get(`Products/${json[0].id}`)).json.productOptions[0]).toMatchObject({
      productOptionCode: 'NEW1-A',
      retailPrice: 5.5,
    })
    const optionId = (await client.get(`Products/${json[0].id}`)).json.productOptions[0].id
    expect((await client.put('ProductOptions', [{ id: optionId, retailPrice: 6 }])).json[0]).toMatchObject({
      success: true,
      code: 'NEW1-A',
    })
    expect((await client.get(`ProductOptions/${optionId}`)).json[0].retailPrice).toBe(6)
  })

  test('categories and branches can be written', async () => {
    expect(
      (await client.post('ProductCategories', [{ name: 'Seasonal' }, {}])).json.map((r: Json) => r.success),
    ).toEqual([true, false])
    const { json } = await client.post('Branches', [{ company: 'Pop-up' }])
    expect((await client.put('Branches', [{ id: json[0].id, city: 'Nelson' }])).json[0].code).toBe('Pop-up')
    expect((await client.get(`Branches/${json[0].id}`)).json).toMatchObject({
      company: 'Pop-up',
      city: 'Nelson',
    })
  })
})

test('errors can come empty', async () => {
  client.simulator.account().setSwitch('errorBody', 'empty')
  const reply = await client.get('Contacts/999999')
  expect([reply.status, reply.text]).toEqual([404, ''])
})

test.each(['message', 'Message'] as const)('errors can come as {%s}', async (form) => {
  client.simulator.account().setSwitch('errorBody', form)
  expect((await client.get('Contacts/999999')).json).toEqual({ [form]: 'Resource not found' })
})
