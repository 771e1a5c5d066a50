/** Customers, products and orders through HTTP: what is answered, what is refused and why, and that no supplier sees another's. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkConnection, disconnect } from '../../src/contract/connection.ts'
import { orderTotals } from '../../src/core/money.ts'
import { type Callers, callersOf } from '../support/callers.ts'
import { smallSeed } from '../support/small-seed.ts'
import { type House, openHouse } from '../support/supplier-house.ts'

type Row = Record<string, unknown> & { customerId: string; productId: string; name: string }

let house: House
let they: Callers

beforeAll(async () => {
  house = await openHouse({ households: 2, seed: seedWithCarton() })
  they = await callersOf(house)
})
afterAll(() => house.close())

const unknown = '01890000-0000-7000-8000-000000000000'
const rowsOf = async (path: string, who = they.owner) => (await who.call(path)).body['items'] as Row[]
const named = async (kind: 'customers' | 'products', name: string) =>
  (await rowsOf(`/api/${kind}?search=${encodeURIComponent(name)}`)).find((row) => row.name.startsWith(name))!
const codeOf = ({ status, body }: { status: number; body: Record<string, unknown> }) => [status, body['code']]

describe.each(['customers', 'products'] as const)('%s', (kind) => {
  const idOf = (row: Row) => (kind === 'customers' ? row.customerId : row.productId)

  it('are listed page by page, each once', async () => {
    const seen: string[] = []
    for (let path = `/api/${kind}?limit=4`; ;) {
      const { status, body } = await they.staff.call(path)
      expect(status).toBe(200)
      const page = body as { items: Row[]; next: string | null }
      seen.push(...page.items.map(idOf))
      if (page.next === null) break
      path = `/api/${kind}?limit=4&cursor=${page.next}`
    }
    expect(seen).toHaveLength(kind === 'customers' ? 6 : 9)
    expect(new Set(seen).size).toBe(seen.length)
  })

  it.each(['cursor=nonsense', `cursor=${unknown}`, 'limit=0', 'limit=201', 'filter=none'])(
    'refuse ?%s',
    async (query) => {
      expect(codeOf(await they.owner.call(`/api/${kind}?${query}`))).toEqual([400, 'invalid-request'])
    },
  )

  it('are for people who are signed in, and not found by what is no id of the supplier’s', async () => {
    const [row] = await rowsOf(`/api/${kind}`)
    const path = `/api/${kind}/${idOf(row!)}`
    expect((await they.staff.call(path)).body).toMatchObject({ name: row!.name, linked: true })
    expect(codeOf(await they.nobody.call(path))).toEqual([401, 'not-signed-in'])
    expect(codeOf(await they.stranger.call(path))).toEqual([404, 'not-found'])
    expect(codeOf(await they.owner.call(`/api/${kind}/${unknown}`))).toEqual([404, 'not-found'])
    expect(codeOf(await they.owner.call(`/api/${kind}/nonsense`))).toEqual([400, 'invalid-request'])
    const theirs = (await rowsOf(`/api/${kind}?limit=200`, they.stranger)).map(idOf)
    expect(theirs).not.toContain(idOf(row!))
  })

  it('are changed by one who saw them as they are, and never by a stranger', async () => {
    const [row] = await rowsOf(`/api/${kind}`)
    const path = `/api/${kind}/${idOf(row!)}`
    const { revision } = (await they.owner.call(path)).body
    const change = { method: 'PATCH', body: { revision, name: `${row!.name} II` } }
    expect(codeOf(await they.stranger.call(path, change))).toEqual([404, 'not-found'])
    const changed = await they.owner.call(path, change)
    expect([changed.status, changed.body['name']]).toEqual([200, `${row!.name} II`])
    const again = await they.owner.call(path, change)
    expect([...codeOf(again), again.body['facts']]).toEqual([
      409,
      'revision-stale',
      expect.objectContaining({ revision: changed.body['revision'] }),
    ])
    const unknownRevision = await they.owner.call(path, {
      ...change,
      body: { ...change.body, revision: 2 ** 31 },
    })
    expect(codeOf(unknownRevision)).toEqual([400, 'invalid-request'])
    const empty = await they.owner.call(path, { ...change, body: { revision, name: ' ' } })
    expect([empty.status, empty.body['fields']]).toEqual([400, [expect.objectContaining({ path: 'name' })]])
  })
})

describe('a customer', () => {
  const create = (body: unknown, who = they.owner) => who.call('/api/customers', { body })

  it('is made by hand by staff, without a link, and found by its name', async () => {
    const made = await create({ name: 'Harbour Kiosk', email: 'kiosk@harbour.example' }, they.staff)
    expect([made.status, made.body['linked']]).toEqual([200, false])
    expect((await rowsOf('/api/customers?search=harbour+kios')).map((row) => row.name)).toEqual([
      'Harbour Kiosk',
    ])
    expect(await rowsOf('/api/customers?search=harbour+kios', they.stranger)).toEqual([])
  })

  it('has its e-mail address without the blanks that were pasted with it', async () => {
    const { body } = await create({ name: 'Blank Kiosk', email: ' kiosk@blank.example\n' })
    expect(body['email']).toBe('kiosk@blank.example')
    expect((await create({ name: 'No Kiosk', email: null })).body['email']).toBeNull()
  })

  it('is refused with a bad address, an unknown branch or no name', async () => {
    expect(codeOf(await create({ name: 'Kiosk', email: 'kiosk' }))).toEqual([400, 'invalid-request'])
    expect(codeOf(await create({ name: 'Kiosk', branchKey: '99' }))).toEqual([422, 'branch-unknown'])
    expect((await create({})).body).toMatchObject({
      code: 'invalid-request',
      detail: 'Name: This is missing. Correct it and try again.',
      fields: [{ path: 'name', message: 'This is missing.' }],
    })
  })

  it('keeps no character that the database does not take', async () => {
    const made = await create('{"name":"Ki\\u0000osk \\ud83d","notes":"a\\u0000b"}')
    expect([made.status, made.body['name'], made.body['notes']]).toEqual([200, 'Kiosk \ufffd', 'ab'])
    expect((await they.owner.call('/api/customers?search=%00Kiosk')).status).toBe(200)
  })

  it('gets a branch with many at once; a stranger’s are left alone', async () => {
    const customerIds = (await rowsOf('/api/customers?search=bistro')).map((row) => row.customerId)
    const body = { customerIds, branchKey: '2' }
    expect((await they.stranger.call('/api/customers/bulk', { body })).body).toEqual({ changed: 0 })
    expect((await they.owner.call('/api/customers/bulk', { body })).body).toEqual({ changed: 1 })
    expect((await rowsOf('/api/customers?search=bistro'))[0]).toMatchObject({ branchKey: '2' })
    const none = await they.owner.call('/api/customers/bulk', { body: { ...body, customerIds: [] } })
    expect(codeOf(none)).toEqual([400, 'invalid-request'])
  })
})

describe('a product', () => {
  it('is for staff to read and for leads to change', async () => {
    const { productId } = await named('products', 'White wine')
    const path = `/api/products/${productId}`
    const { revision } = (await they.staff.call(path)).body
    const change = { method: 'PATCH', body: { revision, basePrice: '44.10' } }
    expect(codeOf(await they.staff.call(path, change))).toEqual([403, 'not-allowed'])
    expect((await they.owner.call(path, change)).body).toMatchObject({
      basePrice: '44.10',
      keptFields: ['basePrice'],
    })
    const zero = { ...change, body: { revision, basePrice: '0' } }
    expect(codeOf(await they.owner.call(path, zero))).toEqual([422, 'price-zero'])
    const negative = await they.owner.call(path, { ...change, body: { revision, basePrice: '-1' } })
    expect(negative.body['detail']).toContain('Base price: A price cannot be negative.')
  })

  it('is counted in its category', async () => {
    expect((await they.staff.call('/api/products/categories')).body).toEqual({
      items: [{ category: 'Pantry', count: 9 }],
    })
  })
})

describe('an order', () => {
  it('keeps the terms that it was made with, by which a page adds it up as the server does', async () => {
    const { revision } = (await they.owner.call('/api/supplier')).body
    const made = await house.keyOrder()
    const changed = await they.owner.call('/api/supplier', {
      method: 'PATCH',
      body: { revision, taxRounding: 'line' },
    })
    expect([changed.status, changed.body['taxRounding']]).toEqual([200, 'line'])
    const orders = [made, await house.keyOrder()]
    expect(orders.map((order) => order.taxRounding)).toEqual(['order', 'line'])
    for (const { orderId } of orders) {
      const { body } = await they.staff.call(`/api/orders/${orderId}`)
      const order = body as unknown as typeof made
      expect(orderTotals(order)).toMatchObject({ tax: order.tax, total: order.total })
    }
    expect((await they.owner.call(`/api/orders/${made.orderId}`)).body['taxRounding']).toBe('order')
  })

  it('takes a note with characters that cannot be stored, without them', async () => {
    const { orderId, revision } = await house.keyOrder()
    const path = `/api/orders/${orderId}`
    const body = `{"revision":${revision},"buyerNote":"Side\\u0000 door \\udc00"}`
    const changed = await they.staff.call(path, { method: 'PATCH', body })
    expect([changed.status, changed.body['buyerNote']]).toEqual([200, 'Side door \ufffd'])
  })
})

describe('orders', () => {
  const line = async (more: object) => {
    const { productId } = await named('products', 'Flaky sea salt')
    return { productId, quantity: '1', ...more }
  }
  const key = async (more: object, lines: unknown[]) => {
    const { customerId } = await named('customers', 'Elm Street')
    return they.owner.call('/api/orders', { body: { customerId, lines, ...more } })
  }

  it('are not listed from a page that does not exist', async () => {
    expect(codeOf(await they.owner.call('/api/orders?cursor=nonsense'))).toEqual([400, 'invalid-request'])
  })

  it('cannot come to more than can be stored and sent exactly, new or changed', async () => {
    const most = await line({ quantity: '9999999999', unitPrice: '9999999999' })
    const refused = await key({}, [most])
    expect(codeOf(refused)).toEqual([400, 'invalid-request'])
    expect(refused.body['detail']).toMatch(
      /^The order comes to \$[\d,.]+, and \$999,999,999,999\.99 is the most/,
    )
    const made = (await key({}, [await line({})])).body
    const { orderId, revision } = made
    const changed = await they.owner.call(`/api/orders/${String(orderId)}`, {
      method: 'PATCH',
      body: { revision, lines: [most] },
    })
    expect([codeOf(changed), changed.body['detail']]).toEqual([
      [400, 'invalid-request'],
      refused.body['detail'],
    ])
    const same = await they.owner.call(`/api/orders/${String(orderId)}`)
    expect([same.body['revision'], same.body['total']]).toEqual([revision, made['total']])
  })

  it('are approved with each named once, and found by a reference that stands for one alone', async () => {
    const { orderId, revision } = (await key({}, [await line({})])).body
    const order = { orderId, revision }
    const twice = await they.owner.call('/api/orders/approve', { body: { orders: [order, order] } })
    expect([codeOf(twice), twice.body['detail']]).toEqual([
      [400, 'invalid-request'],
      'Orders: An order is named twice. Name each once. Correct it and try again.',
    ])
    house.cin7.setSwitch('duplicateReference', 'accept')
    for (const memberId of [501, 502])
      await house.makeInCin7('SalesOrders', { reference: 'HAND-7', memberId })
    const linked = await they.owner.call(`/api/orders/${String(orderId)}/push/link`, {
      body: { referenceOrId: 'HAND-7' },
    })
    expect([codeOf(linked), linked.body['detail']]).toEqual([
      [422, 'remote-ambiguous'],
      expect.stringContaining('Give the id of the right one.'),
    ])
  })

  it('say of a text, number or day what it may be', async () => {
    const detail = async (more: object, ofLine: object = {}) =>
      (await key(more, [await line(ofLine)])).body['detail'] as string
    expect(await detail({ poNumber: 'P'.repeat(51) })).toContain(
      'PO number: This is too long: at most 50 characters are possible.',
    )
    expect(await detail({}, { quantity: '12345678901' })).toContain(
      'Line 1 · quantity: Give a number with at most 10 digits before the point and 4 behind it',
    )
    expect(await detail({ deliveryOn: '0001-01-01' })).toContain(
      'Give a day between the years 2000 and 2199.',
    )
  })
})

describe('a link', () => {
  const search = (resource: 'contacts' | 'products', text: string, who = they.owner) =>
    who.call(`/api/connection/${resource}?search=${encodeURIComponent(text)}`)

  it('of a customer is removed, searched for and made again, for that supplier alone', async () => {
    const { customerId, name } = await named('customers', 'Gull Bistro')
    const path = `/api/customers/${customerId}/link`
    const found = (await search('contacts', 'gull', they.staff)).body['items'] as Row[]
    expect(found).toEqual([expect.objectContaining({ name: 'Gull Bistro', linkedTo: name })])
    const link = { body: { remoteKey: found[0]!['remoteKey'] } }
    expect(codeOf(await they.stranger.call(path, link))).toEqual([404, 'not-found'])
    expect(codeOf(await they.stranger.call(path, { method: 'DELETE' }))).toEqual([404, 'not-found'])
    expect((await they.staff.call(path, { method: 'DELETE' })).body).toEqual({ done: true })
    expect(codeOf(await they.staff.call(path, { method: 'DELETE' }))).toEqual([409, 'not-linked'])
    expect((await search('contacts', 'gull')).body['items']).toMatchObject([{ linkedTo: null }])
    expect((await they.staff.call(path, link)).body).toMatchObject({ linked: true, link: link.body })
  })

  it('is refused to what Cin7 has not, to what is taken, and to a search of one letter', async () => {
    const { customerId } = await named('customers', 'Elm Street')
    const path = `/api/customers/${customerId}/link`
    const gone = await they.owner.call(path, { body: { remoteKey: '99999' } })
    expect(codeOf(gone)).toEqual([422, 'remote-not-found'])
    const [taken] = (await search('contacts', 'gull')).body['items'] as Row[]
    const twice = await they.owner.call(path, { body: { remoteKey: taken!['remoteKey'] } })
    expect(codeOf(twice)).toEqual([409, 'remote-linked-elsewhere'])
    expect(codeOf(await search('contacts', 'g'))).toEqual([400, 'invalid-request'])
    expect(codeOf(await search('contacts', 'gull', they.nobody))).toEqual([401, 'not-signed-in'])
  })

  it('of a product is searched for and made by leads alone', async () => {
    const { productId, name } = await named('products', 'Chopped tomatoes')
    const path = `/api/products/${productId}/link`
    expect(codeOf(await search('products', 'TOM-A10', they.staff))).toEqual([403, 'not-allowed'])
    const [found] = (await search('products', 'TOM-A10')).body['items'] as Row[]
    expect(found).toMatchObject({ linkedTo: name })
    const link = { body: { remoteKey: found!['remoteKey'] } }
    expect(codeOf(await they.staff.call(path, link))).toEqual([403, 'not-allowed'])
    expect(codeOf(await they.stranger.call(path, link))).toEqual([404, 'not-found'])
    expect((await they.owner.call(path, link)).body).toMatchObject({ linked: true, link: link.body })
    const other = await named('products', 'Flaky sea salt')
    const twice = await they.owner.call(`/api/products/${other.productId}/link`, link)
    expect(codeOf(twice)).toEqual([409, 'remote-linked-elsewhere'])
  })

  it('of a product is found by the code or barcode of its carton too, which Cin7 itself does not search', async () => {
    for (const typed of ['honey-1-c6', '9421000000028']) {
      const [carton, single, ...others] = (await search('products', typed)).body['items'] as Row[]
      expect(carton).toMatchObject({
        remoteKey: '807~61',
        linkedTo: 'Mānuka honey blend — Jar — Carton of 6',
      })
      expect(single).toMatchObject({ remoteKey: '807', linkedTo: 'Mānuka honey blend — Jar' })
      expect(others).toEqual([])
    }
    expect((await search('products', 'honey-1-c7')).body['items']).toEqual([])
  })

  it('says why Cin7 cannot be searched: the key is refused, or nothing is connected', async () => {
    house.cin7.revokeKey()
    expect(codeOf(await search('contacts', 'gull'))).toEqual([422, 'wrong-key'])
    house.cin7.restoreKey()
    await house.api.call(checkConnection, {})
    expect((await search('contacts', 'gull')).status).toBe(200)
    expect((await they.stranger.call(disconnect.path, { method: disconnect.method })).status).toBe(200)
    expect(codeOf(await search('products', 'TOM-A10', they.stranger))).toEqual([409, 'not-connected'])
  })
})

/** The honey is sold in cartons too. */
function seedWithCarton() {
  const seed = smallSeed()
  const carton = { id: 61, productOptionId: 807, code: 'HONEY-1-C6', barcode: '9421000000028', quantity: 6 }
  const priced = { ...carton, option1: 'Carton of 6', priceColumns: { wholesaleNZD: 108 } }
  const options = seed.options!.map((one) => (one.id === 807 ? { ...one, uomOptions: [priced] } : one))
  return { ...seed, options }
}
