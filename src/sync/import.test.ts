/** Imports as a supplier meets them: read from a simulated Cin7 over HTTP, chosen, applied, stopped, broken off and gone on with. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withDatabase } from '../../tests/support/test-database.ts'
import { productsForOrder } from '../catalogue/orderable-products.ts'
import { editProduct } from '../catalogue/edit-product.ts'
import { listProducts } from '../catalogue/list-products.ts'
import { isRefusal, type Refusal } from '../core/refusal.ts'
import { createCustomer } from '../customers/create-customer.ts'
import { editCustomer } from '../customers/edit-customer.ts'
import { listCustomers } from '../customers/list-customers.ts'
import { showCustomer } from '../customers/show-customer.ts'
import { beginApplying } from '../imports/begin-applying.ts'
import { cancelImport } from '../imports/cancel-import.ts'
import { chooseRows } from '../imports/choose-rows.ts'
import { listImportRows, showImport } from '../imports/import-view.ts'
import { startImport } from '../imports/start-import.ts'
import { demoKey, type OmniSimulator, startOmniSimulator } from '../simulators/cin7-omni/server.ts'
import { importedCustomers } from './import-customers.ts'
import { readImport } from './read-import.ts'
import { storePage } from './store-import-page.ts'
import { makeSupplier, type TestSupplier } from './test-supplier.ts'

const { db } = await withDatabase()
let simulator: OmniSimulator
let accounts = 0

const contact = (id: number, more: object = {}) => ({
  id,
  company: `Café ${id}`,
  email: `buyer${id}@cafe.example`,
  group: 'Wholesale',
  isActive: true,
  address1: `${id} Queen Street`,
  ...more,
})
const product = (id: number, more: object = {}) => ({
  id,
  name: `Jam ${id}`,
  category: 'Jams',
  status: 'Public',
  ...more,
})
const option = (id: number, more: object = {}) => ({
  id,
  productId: id,
  productOptionCode: `JAM-${id}`,
  retailPrice: 12.5,
  wholesalePrice: 7.25,
  ...more,
})

beforeAll(async () => {
  simulator = await startOmniSimulator({
    limits: 'off',
    accounts: Array.from({ length: 20 }, (_, index) => ({
      apiUsername: `account${index}`,
      connections: [{ name: 'Purvey', key: demoKey }],
      seed: {
        contacts: Array.from({ length: 12 }, (_, at) => contact(at + 1)),
        products: Array.from({ length: 6 }, (_, at) => product(at + 1)),
        options: Array.from({ length: 6 }, (_, at) => option(at + 1, at === 5 ? { wholesalePrice: 0 } : {})),
      },
    })),
  })
})
afterAll(async () => simulator.close())

async function connected(options: Parameters<typeof makeSupplier>[2] = {}) {
  const username = `account${accounts++}`
  const supplier = await makeSupplier(
    db,
    { url: simulator.url, username, key: demoKey },
    { pageSize: 5, ...options },
  )
  return { supplier, omni: simulator.account(username) }
}

function ok<T>(value: T | Refusal): T {
  if (isRefusal(value)) throw new Error(value.sentence)
  return value
}

async function importAll(supplier: TestSupplier, kind: 'customers' | 'products') {
  const { deps, actor } = supplier
  const { importId } = ok(await startImport(deps, actor, { kind }))
  await supplier.runImports()
  ok(await chooseRows(deps, actor, { importId, choice: 'apply', tab: 'new' }))
  const chosen = ok(await chooseRows(deps, actor, { importId, choice: 'apply', tab: 'changed' }))
  if (chosen.counts.chosen > 0) ok(await beginApplying(deps, actor, importId))
  await supplier.runImports()
  return ok(await showImport(deps, actor, importId))
}

const rowsOf = async (
  supplier: TestSupplier,
  importId: string,
  tab: 'new' | 'changed' | 'linked' | 'unusable',
) => ok(await listImportRows(supplier.deps, supplier.actor, { importId, tab, limit: 200 })).items
const customersOf = async (supplier: TestSupplier, search?: string) =>
  ok(await listCustomers(supplier.deps, supplier.actor, { search, filter: 'all', limit: 200 })).items
const productsOf = async (supplier: TestSupplier) =>
  ok(await listProducts(supplier.deps, supplier.actor, { filter: 'all', limit: 200 })).items

describe('customers', () => {
  test('all are read, chosen, applied and linked; importing again changes nothing', async () => {
    const { supplier } = await connected()
    const first = await importAll(supplier, 'customers')
    expect(first).toMatchObject({
      state: 'done',
      rowsRead: 12,
      rowsApplied: 12,
      counts: { new: 12, failed: 0 },
    })
    const customers = await customersOf(supplier)
    expect(customers.map((row) => row.linked)).toEqual(Array.from({ length: 12 }, () => true))
    const view = ok(await showCustomer(supplier.deps, supplier.actor, customers[0]!.customerId))
    expect(view).toMatchObject({
      name: 'Café 1',
      email: 'buyer1@cafe.example',
      link: { remoteKey: '1', name: 'Café 1' },
    })
    expect(view.deliveryAddress.line1).toBe('1 Queen Street')
    const again = await importAll(supplier, 'customers')
    expect(again.counts).toMatchObject({ new: 0, changed: 0, linked: 12, chosen: 0 })
    expect(await customersOf(supplier)).toHaveLength(12)
  })

  test('a change in Cin7 is proposed and taken over, but not into fields edited here', async () => {
    const { supplier, omni } = await connected()
    await importAll(supplier, 'customers')
    const [one, two] = await customersOf(supplier)
    const before = ok(await showCustomer(supplier.deps, supplier.actor, one!.customerId))
    ok(
      await editCustomer(supplier.deps, supplier.actor, {
        customerId: one!.customerId,
        revision: before.revision,
        name: 'Our own name',
      }),
    )
    Object.assign(omni.contacts()[0]!, { firstName: 'Mia', phone: '09 123' })
    const other = omni.contacts().find((row) => row.company === two!.name)!
    Object.assign(other, { isActive: false })
    const { importId } = ok(await startImport(supplier.deps, supplier.actor, { kind: 'customers' }))
    await supplier.runImports()
    const changed = await rowsOf(supplier, importId, 'changed')
    expect(changed.map((row) => row.changes)).toEqual([
      [
        { field: 'First name', from: '', to: 'Mia' },
        { field: 'Phone', from: '', to: '09 123' },
        expect.objectContaining({ field: 'Delivery address' }),
      ],
      [{ field: 'Active', from: 'yes', to: 'no' }],
    ])
    ok(
      await chooseRows(supplier.deps, supplier.actor, {
        importId,
        choice: 'apply',
        rowNos: changed.map((row) => row.rowNo),
      }),
    )
    ok(await beginApplying(supplier.deps, supplier.actor, importId))
    await supplier.runImports()
    const after = ok(await showCustomer(supplier.deps, supplier.actor, one!.customerId))
    expect(after).toMatchObject({ name: 'Our own name', phone: '09 123' })
    expect(ok(await showCustomer(supplier.deps, supplier.actor, two!.customerId)).isActive).toBe(false)
  })

  test('a customer made by hand is proposed as a match and linked only when chosen', async () => {
    const { supplier } = await connected()
    const hand = ok(
      await createCustomer(supplier.deps, supplier.actor, { name: 'By hand', email: 'BUYER3@cafe.example' }),
    )
    const named = ok(await createCustomer(supplier.deps, supplier.actor, { name: 'CAFÉ 5' }))
    const { importId } = ok(await startImport(supplier.deps, supplier.actor, { kind: 'customers' }))
    await supplier.runImports()
    const matched = (await rowsOf(supplier, importId, 'new')).filter((row) => row.match)
    expect(matched.map((row) => [row.remoteKey, row.match?.id])).toEqual([
      ['3', hand.customerId],
      ['5', named.customerId],
    ])
    ok(
      await chooseRows(supplier.deps, supplier.actor, {
        importId,
        choice: 'link',
        rowNos: [matched[0]!.rowNo],
      }),
    )
    const view = ok(await beginApplying(supplier.deps, supplier.actor, importId))
    expect(view.rowsToApply).toBe(1)
    await supplier.runImports()
    const after = ok(await showCustomer(supplier.deps, supplier.actor, hand.customerId))
    expect(after).toMatchObject({ name: 'By hand', group: 'Wholesale', link: { remoteKey: '3' } })
    expect(await customersOf(supplier)).toHaveLength(2)
  })

  test('only contacts of the chosen groups are listed', async () => {
    const { supplier, omni } = await connected()
    for (const row of omni.contacts().slice(0, 4)) Object.assign(row, { group: 'Retail' })
    await supplier.write((tx) =>
      tx
        .updateTable('connections')
        .set({ contactGroups: JSON.stringify(['retail ']) as never })
        .execute(),
    )
    expect((await importAll(supplier, 'customers')).rowsRead).toBe(4)
  })

  test('an unusable contact is listed with its reason and stops nothing', async () => {
    const { supplier, omni } = await connected()
    Object.assign(omni.contacts()[2]!, { company: '', firstName: '', lastName: '' })
    Object.assign(omni.contacts()[3]!, { company: 'x'.repeat(251) })
    Object.assign(omni.contacts()[4]!, { company: 'Nul \u0000 and half \uD800' })
    const done = await importAll(supplier, 'customers')
    expect(done).toMatchObject({
      state: 'done',
      counts: { new: 10, unusable: 2, failed: 0 },
      rowsApplied: 10,
    })
    const reasons = (await rowsOf(supplier, done.importId, 'unusable')).map((row) => row.reason)
    expect(reasons.join(' ')).toMatch(/251 characters.*neither a company nor a name/)
  })
})

describe('breaking off and going on', () => {
  test('reading that stops midway goes on where it stopped, without doubles', async () => {
    const { supplier, omni } = await connected()
    const { deps, actor, supplierId } = supplier
    const { importId } = ok(await startImport(deps, actor, { kind: 'customers' }))
    const stop = new AbortController()
    const report = deps.erp.report.bind(deps.erp)
    const stopping = {
      ...deps,
      erp: { ...deps.erp, report: (...it: Parameters<typeof report>) => (stop.abort(), report(...it)) },
    }
    await readImport(stopping, { supplierId, importId }, stop.signal)
    expect(ok(await showImport(deps, actor, importId))).toMatchObject({ state: 'reading', rowsRead: 5 })
    const readBefore = omni.calls().filter((call) => call.path.includes('Contacts')).length
    expect(supplier.jobs.map((job) => job.name)).toEqual(['read-import', 'read-import'])
    await supplier.runImports()
    expect(ok(await showImport(deps, actor, importId))).toMatchObject({ state: 'ready', rowsRead: 12 })
    const keys = (await rowsOf(supplier, importId, 'new')).map((row) => row.remoteKey)
    expect(new Set(keys).size).toBe(12)
    // Two more pages with rows and the empty one; the first page is not read again.
    expect(omni.calls().filter((call) => call.path.includes('Contacts')).length - readBefore).toBe(3)
  })

  test('two workers at once read every row once', async () => {
    const { supplier } = await connected()
    const { deps, actor, supplierId } = supplier
    const { importId } = ok(await startImport(deps, actor, { kind: 'customers' }))
    const { signal } = new AbortController()
    await Promise.all([1, 2].map(() => readImport(deps, { supplierId, importId }, signal)))
    await supplier.runImports()
    expect(ok(await showImport(deps, actor, importId))).toMatchObject({ state: 'ready', rowsRead: 12 })
  })

  test('a page that another worker has stored is not stored again, nor is one stored before its turn', async () => {
    const { supplier } = await connected()
    const { deps, actor } = supplier
    const { importId } = ok(await startImport(deps, actor, { kind: 'customers' }))
    const store = (page: number, more = true) =>
      supplier.write((tx) =>
        storePage(tx, deps, {
          importId,
          page,
          kind: importedCustomers,
          read: { rows: [], unusable: [], more },
        }),
      )
    expect([await store(2), await store(1), await store(1), await store(2)]).toEqual([
      false,
      true,
      false,
      true,
    ])
    await store(1, false)
    expect(ok(await showImport(deps, actor, importId)).state).toBe('reading')
    await store(3, false)
    expect(ok(await showImport(deps, actor, importId)).state).toBe('ready')
  })

  test('a failing page waits longer and longer, then goes on; a lost key ends the import with the sentence', async () => {
    const { supplier, omni } = await connected()
    const { deps, actor, supplierId } = supplier
    const { importId } = ok(await startImport(deps, actor, { kind: 'customers' }))
    const payload = { supplierId, importId }
    const { signal } = new AbortController()
    supplier.jobs.length = 0
    omni.armFault({ kind: 'error503', times: 50 })
    await readImport(deps, payload, signal)
    const [retry] = supplier.jobs.splice(0)
    expect(retry?.startAfter!.getTime()).toBeGreaterThan(Date.now() + 3_000)
    expect(ok(await showImport(deps, actor, importId))).toMatchObject({
      state: 'reading',
      sentence: expect.stringContaining('503'),
    })
    omni.clearFaults()
    omni.revokeKey()
    await readImport(deps, payload, signal)
    expect(ok(await showImport(deps, actor, importId))).toMatchObject({
      state: 'failed',
      sentence: expect.stringContaining('refused the username or key'),
    })
    const connection = await supplier.write((tx) =>
      tx.selectFrom('connections').select('state').executeTakeFirstOrThrow(),
    )
    expect(connection.state).toBe('needs-attention')
    expect(await startImport(deps, actor, { kind: 'customers' })).toMatchObject({ code: 'not-connected' })
  })

  test('a Cin7 that gives its first page for every page does not make reading endless', async () => {
    const forgetful = createServer((request, answer) => {
      const path = (request.url ?? '').replace(/page=\d+/, 'page=1')
      const headers = { authorization: request.headers.authorization ?? '' }
      void fetch(`${simulator.url}${path}`, { headers }).then(async (found) => {
        answer.writeHead(found.status, { 'content-type': 'application/json' }).end(await found.text())
      })
    })
    await once(forgetful.listen(0, '127.0.0.1'), 'listening')
    const { port } = forgetful.address() as AddressInfo
    try {
      const supplier = await makeSupplier(
        db,
        { url: `http://127.0.0.1:${port}`, username: `account${accounts++}`, key: demoKey },
        { pageSize: 5 },
      )
      const { importId } = ok(await startImport(supplier.deps, supplier.actor, { kind: 'customers' }))
      await supplier.runImports()
      const view = ok(await showImport(supplier.deps, supplier.actor, importId))
      expect(view.state).toBe('failed')
      expect(view.sentence).toContain('the same records for one page after another')
    } finally {
      forgetful.close()
    }
  })

  test('one import of a kind at a time; cancelling stops it and leaves what was applied', async () => {
    const { supplier } = await connected()
    const { deps, actor } = supplier
    const { importId } = ok(await startImport(deps, actor, { kind: 'customers' }))
    expect(await startImport(deps, actor, { kind: 'customers' })).toMatchObject({ code: 'import-running' })
    expect(await beginApplying(deps, actor, importId)).toMatchObject({ code: 'import-not-ready' })
    await supplier.runImports()
    expect(await beginApplying(deps, actor, importId)).toMatchObject({ code: 'nothing-chosen' })
    ok(await cancelImport(deps, actor, importId))
    expect(await cancelImport(deps, actor, importId)).toMatchObject({ code: 'import-ended' })
    expect(ok(await showImport(deps, actor, importId)).sentence).toBe('Cancelled by Ana Test.')
    expect(isRefusal(await startImport(deps, actor, { kind: 'customers' }))).toBe(false)
  })

  test('a row that the database refuses fails alone, and one inbox entry says so until a later import', async () => {
    const { supplier } = await connected()
    const { deps, actor } = supplier
    const { importId } = ok(await startImport(deps, actor, { kind: 'customers' }))
    await supplier.runImports()
    await supplier.write((tx) =>
      tx
        .updateTable('importRows')
        .set({
          record: JSON.stringify({
            key: '4',
            name: '',
            deliveryAddress: {},
            billingAddress: {},
            customFields: {},
            onHold: false,
            isActive: true,
          }) as never,
        })
        .where('remoteKey', '=', '4')
        .execute(),
    )
    ok(await chooseRows(deps, actor, { importId, choice: 'apply', tab: 'new' }))
    ok(await beginApplying(deps, actor, importId))
    await supplier.runImports()
    const done = ok(await showImport(deps, actor, importId))
    expect(done).toMatchObject({
      state: 'done',
      rowsApplied: 12,
      counts: { failed: 1 },
      sentence: '11 customers were applied; 1 could not be.',
    })
    const open = () =>
      supplier.write((tx) =>
        tx.selectFrom('inboxEntries').select('sentence').where('closedAt', 'is', null).execute(),
      )
    expect(await open()).toHaveLength(1)
    expect((await importAll(supplier, 'customers')).counts.new).toBe(1)
    expect(await open()).toHaveLength(0)
  })
})

describe('products', () => {
  test('get the price of the tier; a tier of zero is no price and cannot be ordered', async () => {
    const { supplier } = await connected()
    expect(await importAll(supplier, 'products')).toMatchObject({ state: 'done', rowsApplied: 6 })
    const products = await productsOf(supplier)
    expect(products.map((row) => row.basePrice)).toEqual(['7.25', '7.25', '7.25', '7.25', '7.25', null])
    expect(products[5]?.orderable).toEqual({ allowed: false, why: expect.stringContaining('no price') })
    const forOrder = await supplier.write((tx) =>
      productsForOrder(
        tx,
        products.map((row) => row.productId),
      ),
    )
    expect(forOrder.get(products[0]!.productId)).toMatchObject({
      code: 'JAM-1',
      basePrice: '7.25',
      tierLabel: 'Wholesale',
      unitSize: '1',
    })
    expect(supplier.jobs.map((job) => job.name)).toContain('fetch-images')
  })

  test('that share a code, or have a price below zero, say so and are imported all the same', async () => {
    const omni = await startOmniSimulator({
      limits: 'off',
      accounts: [
        {
          apiUsername: 'odd',
          connections: [{ name: 'Purvey', key: demoKey }],
          seed: {
            products: [1, 2, 3, 4].map((id) => product(id)),
            options: [
              option(1, { productOptionCode: 'SAME' }),
              option(2, { productOptionCode: 'same' }),
              option(3, { productOptionCode: 'Same' }),
              option(4, { wholesalePrice: -5 }),
            ],
          },
        },
      ],
    })
    const supplier = await makeSupplier(
      db,
      { url: omni.url, username: 'odd', key: demoKey },
      // Two pages: what is the same need not stand beside each other.
      { pageSize: 2 },
    )
    expect(await importAll(supplier, 'products')).toMatchObject({ state: 'done', rowsApplied: 4 })
    const rows = await supplier.write((tx) =>
      tx.selectFrom('importRows').select('detail').orderBy('rowNo').execute(),
    )
    expect(rows.map(({ detail }) => detail)).toEqual([
      'Jams · 7.25 · same code as Jam 2 and 1 more',
      'Jams · 7.25 · same code as Jam 1 and 1 more',
      'Jams · 7.25 · same code as Jam 2 and 1 more',
      'Jams · no price: Cin7 has -5.00, which is below zero',
    ])
    expect((await productsOf(supplier))[3]).toMatchObject({
      basePrice: null,
      orderable: { allowed: false, why: expect.stringContaining('no price') },
    })
    await omni.close()
  })

  test('a price set here stays until it follows Cin7 again', async () => {
    const { supplier, omni } = await connected()
    const { deps, actor } = supplier
    await importAll(supplier, 'products')
    const [first] = await productsOf(supplier)
    const productId = first!.productId
    expect(await editProduct(deps, actor, { productId, revision: 1, basePrice: '0' })).toMatchObject({
      code: 'price-zero',
    })
    const edited = ok(await editProduct(deps, actor, { productId, revision: 1, basePrice: '9.5' }))
    expect(edited).toMatchObject({ basePrice: '9.50', keptFields: ['basePrice'] })
    expect(await editProduct(deps, actor, { productId, revision: 1, basePrice: '8' })).toMatchObject({
      code: 'revision-stale',
    })
    Object.assign(omni.productOptions()[0]!, { wholesalePrice: 8 })
    const again = await importAll(supplier, 'products')
    expect(again.counts).toMatchObject({ new: 0, changed: 1, linked: 5 })
    const still = (await productsOf(supplier))[0]
    expect(still?.basePrice).toBe('9.50')
    const revision = edited.revision + 1
    const followed = ok(await editProduct(deps, actor, { productId, revision, follow: ['basePrice'] }))
    expect(followed).toMatchObject({ basePrice: '8.00', keptFields: [] })
  })

  test('another supplier sees none of it', async () => {
    const { supplier } = await connected()
    await importAll(supplier, 'products')
    const [mine] = await productsOf(supplier)
    const stranger = await makeSupplier(db, undefined)
    expect(await productsOf(stranger)).toEqual([])
    expect(await stranger.write((tx) => productsForOrder(tx, [mine!.productId]))).toEqual(new Map())
  })
})
