/** What is done with the connection to Cin7 and the links of products, pressed to its end, and what staff may not do of it. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  applyImport,
  chooseImportRows,
  getImport,
  listImportRows,
  startImport,
} from '../../src/contract/imports.ts'
import { approveOrders, getOrder } from '../../src/contract/orders.ts'
import { listProducts } from '../../src/contract/products.ts'
import { type Desk, ACCOUNT, importAll, keyOrder, openDesk, until } from '../support/browser.ts'
import { chromiumPath } from '../support/chromium.ts'
import { smallSeed } from '../support/small-seed.ts'

const key = (page: Page) => page.getByRole('textbox', { name: 'Key' })
const light = (page: Page, word: string) =>
  page.getByRole('banner').getByRole('link', { name: `Cin7 ${word}` })

describe.skipIf(!chromiumPath())('the connection', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk({ supplier: 'connected', seed: smallSeed() })
    await importAll(desk.api, 'customers')
    await importAll(desk.api, 'products')
  })
  afterAll(() => desk?.close())

  it('is red everywhere when Cin7 refuses the key, and goes on once the right key is given', async () => {
    const order = await keyOrder(desk.api, 'Blue Door', { 'OIL-5L': '2' })
    const { page } = await desk.open()
    await page.goto(`/orders/${order.orderId}`)
    desk.cin7.revokeKey()
    await page.getByRole('button', { name: 'Approve', exact: true }).click()
    await light(page, 'Needs attention').waitFor()
    await page.getByRole('main').getByRole('status').getByText('Waiting for Cin7').first().waitFor()
    for (const path of ['/', '/orders', '/sync', '/settings', '/customers'])
      await page.goto(path).then(() => light(page, 'Needs attention').waitFor())
    await page.goto('/settings')
    await page.getByRole('main').getByText('Needs you').waitFor()

    await page.goto('/inbox')
    await page.getByRole('main').getByRole('link', { name: /key/i }).click()
    await page.getByRole('heading', { name: 'Cin7 Omni', level: 1 }).waitFor()
    await page.getByRole('alert').first().waitFor()
    await page.getByRole('button', { name: 'Replace key' }).click()
    const dialog = page.getByRole('dialog', { name: `Replace the key of ${ACCOUNT.username}` })
    await key(page).fill('demo-not-the-key')
    await dialog.getByRole('button', { name: 'Replace key' }).click()
    await dialog.getByRole('heading', { name: 'What to check' }).waitFor()
    desk.cin7.restoreKey()
    await key(page).fill(ACCOUNT.key)
    await dialog.getByRole('button', { name: 'Replace key' }).click()
    await dialog.waitFor({ state: 'detached' })
    await light(page, 'Connected').waitFor()
    await page.goto(`/orders/${order.orderId}`)
    await page.getByRole('main').getByRole('status').getByText('In Cin7', { exact: true }).first().waitFor()
    await page.goto('/inbox')
    await page.getByText('All is well').waitFor()
    expect(desk.cin7.salesOrders().filter(({ reference }) => reference === order.number).length).toBe(1)
  })

  it('is ended after a question that names it, and made again, with what waited sent', async () => {
    const order = await keyOrder(desk.api, 'Driftwood', { 'SALT-3': '2' })
    const { page } = await desk.open()
    await page.goto('/settings/cin7')
    await page.getByRole('button', { name: 'Disconnect' }).click()
    const question = page.getByRole('dialog', { name: `Disconnect the Cin7 account ${ACCOUNT.username}?` })
    await question.getByRole('button', { name: `Disconnect ${ACCOUNT.username}` }).click()
    await light(page, 'Not connected').waitFor()
    const calls = desk.cin7.calls().length

    await page.goto(`/orders/${order.orderId}`)
    await page.getByRole('button', { name: 'Approve', exact: true }).click()
    const state = page.getByRole('main').getByRole('status')
    await state.getByText('Waiting for Cin7').first().waitFor()
    await page.getByText('Cin7 is not connected. The sales order is made as soon as it is.').first().waitFor()
    // Nothing is next until somebody has acted, and the order says where.
    expect(await page.getByText('Next attempt').count()).toBe(0)
    expect(desk.cin7.calls().length).toBe(calls)

    await page.getByRole('link', { name: 'Open the connection' }).click()
    const username = page.getByRole('textbox', { name: 'API Username' })
    expect(await username.inputValue()).toBe(ACCOUNT.username)
    await key(page).fill(ACCOUNT.key)
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await light(page, 'Connected').waitFor()
    await page.goto(`/orders/${order.orderId}`)
    await state.getByText('In Cin7', { exact: true }).first().waitFor()
    expect(desk.cin7.salesOrders().filter(({ reference }) => reference === order.number).length).toBe(1)
  })

  it('tells staff why they may not touch it', async () => {
    const staff = await desk.addColleague('staff')
    const { page } = await desk.open({ as: staff })
    const why = 'Your role is staff. Ask the owner or a manager.'
    await page.goto('/settings/cin7')
    for (const name of ['Check again', 'Pause', 'Replace key', 'Disconnect']) {
      const button = page.getByRole('button', { name, exact: true })
      await button.click({ force: true })
      await page.getByText(why).and(page.locator(':visible')).first().waitFor()
      expect([name, await button.getAttribute('aria-disabled')]).toEqual([name, 'true'])
      await page.mouse.move(0, 0)
    }
    expect(await page.getByRole('dialog').count()).toBe(0)
    await page.goto('/import/customers')
    await page.getByRole('main').getByText(why).waitFor()
    const [oil] = (await desk.api.call(listProducts, { query: { search: 'OIL-5L' } })).items
    await page.goto(`/products/${oil!.productId}`)
    await page.getByRole('button', { name: 'Link another' }).click({ force: true })
    await page.getByText(why).and(page.locator(':visible')).first().waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
  })
})

describe.skipIf(!chromiumPath())('the link of a product', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk({ supplier: 'connected', seed: smallSeed() })
    await importAll(desk.api, 'customers')
    await importProductsBut(desk, 'RICE-10')
  })
  afterAll(() => desk?.close())

  it('goes to another option, of which the next sales order is then made', async () => {
    const [wine] = (await desk.api.call(listProducts, { query: { search: 'VIN-2L' } })).items
    const { page } = await desk.open()
    await page.goto(`/products/${wine!.productId}`)
    await page.getByRole('button', { name: 'Link another' }).click()
    const dialog = page.getByRole('dialog', { name: `Link ${wine!.name} to a Cin7 product option` })
    await dialog.getByText('Linked to this one').waitFor()

    // What is typed replaces the code it first looked for. An option that belongs to another product says to which.
    await page.keyboard.type('salt')
    const taken = dialog.getByRole('button', { name: /^Link .*salt/i })
    await taken.click({ force: true })
    await page.getByText('Linked to Flaky sea salt').and(page.locator(':visible')).first().waitFor()
    expect(await taken.getAttribute('aria-disabled')).toBe('true')
    await dialog.getByRole('searchbox', { name: 'Search in Cin7' }).fill('arborio')
    await dialog.getByRole('button', { name: /^Link .*Arborio rice/ }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('main').getByText('805', { exact: true }).waitFor()

    const order = await keyOrder(desk.api, 'Driftwood', { 'VIN-2L': '3' })
    await desk.api.call(approveOrders, { body: { orders: [order] } })
    await until(async () => (await desk.api.call(getOrder, { params: order })).push.state === 'in-erp')
    const made = desk.cin7.salesOrders().find(({ reference }) => reference === order.number)
    expect(made!.lineItems.map(({ code, qty }) => [code, qty])).toEqual([['RICE-10', 3]])
  })
})

/** Imports all products but the one with this code. */
async function importProductsBut({ api }: Desk, code: string): Promise<void> {
  const { importId } = await api.call(startImport, { body: { kind: 'products' } })
  const params = { importId }
  await until(async () => (await api.call(getImport, { params })).state === 'ready')
  const { items } = await api.call(listImportRows, { params, query: { tab: 'new', limit: 100 } })
  const rowNos = items.filter((row) => row.code !== code).map(({ rowNo }) => rowNo)
  await api.call(chooseImportRows, { params, body: { rowNos, choice: 'apply' } })
  await api.call(applyImport, { params })
  await until(async () => (await api.call(getImport, { params })).state === 'done')
}
