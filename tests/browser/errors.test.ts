/** What goes wrong, as people meet it: each says what happened and what to do, and nothing typed is lost. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listCustomers, unlinkCustomer } from '../../src/contract/customers.ts'
import { getOrder } from '../../src/contract/orders.ts'
import { type Desk, ACCOUNT, OWNER, keyOrder, openDesk, until } from '../support/browser.ts'
import { chromiumPath } from '../support/chromium.ts'
import { smallSeed } from '../support/small-seed.ts'

describe.skipIf(!chromiumPath())('signing in and out', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk({ supplier: 'founded', seed: smallSeed() })
  })
  afterAll(() => desk?.close())

  it('refuses a wrong password, lets the right one in and to the wanted page, and signs out', async () => {
    const { page } = await desk.open({ signedIn: false })
    await page.goto('/customers')
    await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor()
    await page.getByRole('textbox', { name: 'E-mail' }).fill(OWNER.email)
    await page.getByRole('textbox', { name: 'Password' }).fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page
      .getByRole('alert')
      .getByText(/password/i)
      .first()
      .waitFor()
    expect(await page.getByRole('textbox', { name: 'E-mail' }).inputValue()).toBe(OWNER.email)

    await page.getByRole('textbox', { name: 'Password' }).fill(OWNER.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Customers', level: 1 }).waitFor()

    await page.getByRole('button', { name: /Your account/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor()
    await page.goto('/orders')
    await page.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor()
  })

  it('asks to sign in again over the page when the session has ended, and keeps what was typed', async () => {
    const { page } = await desk.open({ signedIn: false })
    const answer = await page.request.post('/api/session', { data: OWNER })
    expect(answer.ok()).toBe(true)
    await page.goto('/customers/new')
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Juniper Lane')
    await page.context().clearCookies()
    const again = page.getByRole('dialog', { name: 'Your session has ended' })
    await again.waitFor()
    await page.keyboard.press('Escape')
    await again.locator('input[type=password]:focus').waitFor()
    expect(await again.getByRole('textbox', { name: 'E-mail' }).inputValue()).toBe(OWNER.email)
    await again.getByRole('textbox', { name: 'Password' }).fill('not the password')
    await again.getByRole('button', { name: 'Sign in' }).click()
    await again
      .getByRole('alert')
      .getByText(/password/i)
      .first()
      .waitFor()
    await again.getByRole('textbox', { name: 'Password' }).fill(OWNER.password)
    await again.getByRole('button', { name: 'Sign in' }).click()
    await again.waitFor({ state: 'detached' })
    expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Juniper Lane')

    // A look at another page is asked about, and typing goes on when the answer is to stay.
    await page.getByRole('link', { name: 'Products' }).click()
    await page.getByRole('button', { name: 'Stay here' }).click()
    await page.getByRole('button', { name: 'Create customer' }).click()
    await page.getByRole('heading', { name: 'Juniper Lane', level: 1 }).waitFor()
    await page.getByRole('textbox', { name: 'Phone' }).fill('+64 4 555 0100')
    await page.getByRole('link', { name: 'Products' }).click()
    await page.getByRole('button', { name: 'Leave, lose the changes' }).click()
    await page.getByRole('heading', { name: 'Products', level: 1 }).waitFor()
  })

  it('blames a field no longer once it is typed in, and says again what still does not fit', async () => {
    const { page } = await desk.open()
    await page.goto('/customers/new')
    await page.getByRole('textbox', { name: 'E-mail' }).fill('juniper')
    const create = page.getByRole('button', { name: 'Create customer' })
    await create.click()
    const summary = page.getByRole('main').getByRole('alert').filter({ hasText: 'need' })
    await summary.getByText('2 things need a fix').waitFor()
    const ofEmail = page.getByText(/^Give an e-mail address/)
    expect(await ofEmail.count()).toBe(2)
    await page.getByRole('textbox', { name: 'E-mail' }).fill('juniper@')
    await summary.getByText('One thing needs a fix').waitFor()
    expect(await ofEmail.count()).toBe(0)
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Juniper Lane')
    await summary.waitFor({ state: 'detached' })
    await create.click()
    await summary.getByText('One thing needs a fix').waitFor()
    expect(await ofEmail.count()).toBe(2)
  })

  it('says what to check when the key is wrong, and which box is not ticked', async () => {
    const { page } = await desk.open()
    await page.goto('/settings/cin7')
    await page.getByRole('textbox', { name: 'API Username' }).fill(ACCOUNT.username)
    await page.getByRole('textbox', { name: 'Key' }).fill('demo-not-the-key')
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await page.getByRole('heading', { name: 'What to check' }).waitFor()
    await page.getByText('Both values are copied whole').waitFor()
    expect(await page.getByRole('textbox', { name: 'API Username' }).inputValue()).toBe(ACCOUNT.username)

    desk.cin7.setPermission('Products', 'read', false)
    await page.getByRole('textbox', { name: 'Key' }).fill(ACCOUNT.key)
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    const report = page.getByRole('region', { name: 'What Purvey may do' })
    const products = report.getByRole('listitem').filter({ hasText: 'Read Products' })
    await products.getByText('Box not ticked').waitFor()

    desk.cin7.setPermission('Products', 'read', true)
    await page.getByRole('button', { name: 'Check again' }).click()
    await products.getByText('Allowed').waitFor()
  })
})

describe.skipIf(!chromiumPath())('orders that cannot go on', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk({ supplier: 'imported', seed: smallSeed() })
  })
  afterAll(() => desk?.close())

  it('parks the order of an unlinked customer, and sends it by itself once the link is made', async () => {
    const { api } = desk
    const [gull] = (await api.call(listCustomers, { query: { search: 'Gull Bistro' } })).items
    await api.call(unlinkCustomer, { params: { customerId: gull!.customerId } })
    const order = await keyOrder(api, 'Gull Bistro', { 'SALT-3': '2' })
    const { page } = await desk.open()
    await page.goto(`/orders/${order.orderId}`)
    await page
      .getByRole('region', { name: 'Cin7', exact: true })
      .getByText('One thing stands in the way')
      .waitFor()
    await page.getByRole('button', { name: 'Approve', exact: true }).click()
    await page.getByRole('main').getByRole('status').getByText('Needs you').waitFor()

    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: /^Inbox/ })
      .click()
    const entry = page.getByRole('main').getByRole('listitem').filter({ hasText: order.number })
    await entry.getByRole('link', { name: /link/i }).click()
    await searchAndLink(page, 'Gull', 'Gull Bistro')
    await expect
      .poll(async () => (await api.call(getOrder, { params: order })).push.state, { timeout: 20_000 })
      .toBe('in-erp')

    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: /^Inbox/ })
      .click()
    await page.getByText('All is well').waitFor()
    expect(desk.cin7.salesOrders().map(({ reference, memberId }) => [reference, memberId])).toContainEqual([
      order.number,
      506,
    ])
  })

  it('shows two people what the other changed, and lets the second keep both', async () => {
    const order = await keyOrder(desk.api, 'Elm Street', { 'TOM-A10': '4', 'VIN-2L': '1' })
    const [first, second] = await Promise.all([desk.open(), desk.open()])
    for (const { page } of [first, second]) {
      await page.goto(`/orders/${order.orderId}`)
      await page.getByRole('heading', { name: `Order ${order.number}`, level: 1 }).waitFor()
    }
    const quantity = (page: Page, of: RegExp) => page.getByRole('textbox', { name: of })
    await quantity(second.page, /Quantity of White wine/).fill('7')
    await quantity(first.page, /Quantity of Chopped/).fill('12')
    const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true })
    await save(first.page).click()
    await save(first.page).waitFor({ state: 'detached' })

    await save(second.page).click()
    await second.page.getByText(/changed this order while you were typing/).waitFor()
    await second.page.getByRole('button', { name: 'See what changed' }).click()
    expect(await second.page.evaluate('document.activeElement.textContent')).toContain(
      'while you were typing',
    )
    await second.page.getByRole('button', { name: 'Load theirs, keep mine to save again' }).click()
    await expect.poll(() => quantity(second.page, /Quantity of Chopped/).inputValue()).toBe('12')
    expect(await quantity(second.page, /Quantity of White wine/).inputValue()).toBe('7')
    await save(second.page).click()
    await until(async () => {
      const { lines } = await desk.api.call(getOrder, { params: order })
      return lines.map((line) => Number(line.quantity)).join() === '12,7'
    })
  })

  it('orders a product without a price only once somebody gives one', async () => {
    const { page } = await desk.open()
    await page.goto('/orders/new')
    await page.getByRole('combobox', { name: 'Customer' }).fill('cargo')
    await page.getByRole('option', { name: /Cargo Bay/ }).click()
    await page.getByRole('combobox', { name: 'Add a product' }).fill('SAFF-1')
    await page
      .getByRole('option', { name: /Saffron/ })
      .getByText(/no price/i)
      .waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Place order' }).click()
    await page.getByText('Give a price, such as 12.50.').waitFor()
    expect(new URL(page.url()).pathname).toBe('/orders/new')
    await page.getByRole('textbox', { name: 'Price of Saffron' }).fill('60')
    await page.getByRole('button', { name: 'Place order' }).click()
    await page.getByRole('heading', { name: /^Order PV-/, level: 1 }).waitFor()
  })

  it('says that Purvey cannot be reached, and saves from anywhere on the page once it can', async () => {
    const order = await keyOrder(desk.api, 'Elm Street', { 'SALT-3': '4' })
    const { page } = await desk.open()
    await page.goto(`/orders/${order.orderId}`)
    await page.getByRole('textbox', { name: 'PO number' }).fill('PO-77')
    await page.context().setOffline(true)
    await page.keyboard.press('Control+s')
    await page.getByRole('alert').getByText('Cannot reach Purvey').waitFor()
    await page.getByRole('link', { name: 'Customers' }).first().click()
    await page.getByRole('button', { name: 'Stay here' }).click()
    expect(await page.getByRole('textbox', { name: 'PO number' }).inputValue()).toBe('PO-77')
    await page.context().setOffline(false)
    await page.getByRole('heading', { level: 1 }).click()
    await page.keyboard.press('Control+s')
    await page.getByText(`Order ${order.number} saved`).waitFor()
    expect((await desk.api.call(getOrder, { params: order })).poNumber).toBe('PO-77')
  })

  it.each(['order', 'customer', 'product'])('says that one %s is gone', async (what) => {
    const { page } = await desk.open()
    await page.goto(`/${what}s/01a20ab9-5ee4-7000-be01-000000000000`)
    await page.getByRole('heading', { name: `This ${what} does not exist` }).waitFor()
    await page.getByRole('link', { name: `Go to the ${what}s` }).click()
    await page.getByRole('heading', { name: new RegExp(`^${what}s$`, 'i'), level: 1 }).waitFor()
  })
})

async function searchAndLink(page: Page, query: string, name: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: /to a Cin7 contact/ })
  await dialog.getByRole('searchbox', { name: 'Search in Cin7' }).fill(query)
  await dialog.getByRole('button', { name: `Link ${name}`, exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}
