/** A morning without the mouse: every step is keys alone. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getOrder } from '../../src/contract/orders.ts'
import { type Desk, OWNER, keyOrder, openDesk } from '../support/browser.ts'
import { chromiumPath } from '../support/chromium.ts'
import { smallSeed } from '../support/small-seed.ts'

describe.skipIf(!chromiumPath())('with the keyboard alone', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk({ supplier: 'imported', seed: smallSeed() })
  })
  afterAll(() => desk?.close())

  it('signs in, searches, approves from the list, keys an order, approves it and shows its keys', async () => {
    const made = []
    for (const customer of ['Blue Door', 'Cargo Bay', 'Elm Street'])
      made.push(await keyOrder(desk.api, customer, { 'TOM-A10': '2', 'RICE-10': '1' }))
    const { page, complaints } = await desk.open({ signedIn: false })
    const keys = page.keyboard

    // Sign in.
    await page.goto('/')
    await tabTo(page, 'textbox', 'E-mail')
    await keys.type(OWNER.email)
    await keys.press('Tab')
    await keys.type(OWNER.password)
    await keys.press('Enter')
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
    complaints.length = 0

    // Search for an order and go there, Enter being quicker than the answer; what was found for less stands there meanwhile.
    await keys.press('/')
    await keys.type(made[1]!.number.slice(0, -1))
    await page.getByRole('option', { name: made[2]!.number }).waitFor()
    await keys.type(made[1]!.number.slice(-1))
    await keys.press('Enter')
    await page.getByRole('heading', { name: `Order ${made[1]!.number}`, level: 1 }).waitFor()

    // The list: down, up, choose two, approve both.
    await keys.press('g')
    await keys.press('o')
    await page.getByRole('heading', { name: 'Orders', level: 1 }).waitFor()
    await page.getByRole('row', { name: made[0]!.number }).waitFor()
    await keys.press('j')
    await keys.press('x')
    await keys.press('j')
    await keys.press('j')
    await keys.press('k')
    await keys.press('x')
    await page.getByRole('button', { name: 'Approve 2' }).waitFor()
    await keys.press('a')
    await page.getByText('2 orders approved').waitFor()
    await page.getByRole('row', { name: made[1]!.number }).waitFor({ state: 'detached' })
    const states = await Promise.all(made.map((params) => desk.api.call(getOrder, { params })))
    // Newest first: the two chosen are the third and the second made.
    expect(states.map(({ status }) => status === 'placed')).toEqual([true, false, false])

    // Key an order.
    await keys.press('n')
    await page.getByRole('heading', { name: 'New order', level: 1 }).waitFor()
    await tabTo(page, 'combobox', 'Customer')
    await keys.type('fern')
    await page.getByRole('option', { name: /Fern/ }).waitFor()
    await keys.press('Enter')
    await isFocused(page, 'combobox', 'Add a product')
    await keys.type('5x HONEY-1')
    await keys.press('Enter')
    await page.getByText(/honey.*added/i).waitFor()
    await keys.type('12x TOM-A10')
    await keys.press('Enter')
    await page.getByText(/Chopped.*added/).waitFor()
    await tabTo(page, 'button', 'Place order', 'Shift+Tab')
    await keys.press('Enter')
    await page.getByRole('heading', { name: /^Order PV-/, level: 1 }).waitFor()

    // Its keys, then approve it.
    await keys.press('?')
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await help.getByText('Approve the order').waitFor()
    await keys.press('Escape')
    await help.waitFor({ state: 'detached' })
    await keys.press('a')
    await page.getByRole('main').getByRole('status').getByText('In Cin7', { exact: true }).waitFor()
    const last = desk.cin7.salesOrders().find(({ memberId }) => memberId === 505)
    expect(last?.lineItems.map(({ code, qty }) => [code, qty])).toEqual([
      ['HONEY-1', 5],
      ['TOM-A10', 12],
    ])
    expect(complaints).toEqual([])
  })
})

/** Presses Tab until it is there, as a person would, who gives up after forty. */
async function tabTo(
  page: Page,
  role: Parameters<Page['getByRole']>[0],
  name: string,
  key: 'Tab' | 'Shift+Tab' = 'Tab',
): Promise<void> {
  const target = page.getByRole(role, { name, exact: true })
  await target.waitFor()
  for (let presses = 0; presses < 40; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press(key)
  }
  throw new Error(`Forty presses of ${key} did not lead to the ${role} “${name}”.`)
}

async function isFocused(page: Page, role: Parameters<Page['getByRole']>[0], name: string): Promise<void> {
  const target = page.getByRole(role, { name })
  await expect.poll(() => target.evaluate((element) => element === document.activeElement)).toBe(true)
}
