/** The main job from nothing to shipped, as a person who sees Purvey for the first time does it, in one browser. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, ACCOUNT, OWNER, openDesk } from '../support/browser.ts'
import { chromiumPath } from '../support/chromium.ts'
import { smallSeed } from '../support/small-seed.ts'

describe.skipIf(!chromiumPath())('from first start to shipped', () => {
  let desk: Desk

  beforeAll(async () => {
    desk = await openDesk({ supplier: 'none', seed: smallSeed() })
  })
  afterAll(() => desk?.close())

  it('sets up, connects, imports, keys, approves and sees the order shipped', async () => {
    const { page, complaints } = await desk.open({ signedIn: false })

    // Set up.
    await page.goto('/')
    await page.getByRole('heading', { name: 'Set up Purvey', level: 1 }).waitFor()
    await page.getByRole('textbox', { name: 'Business name' }).fill('Harbour & Hill')
    await page.getByRole('textbox', { name: 'Your name' }).fill('Ana Fraser')
    await page.getByRole('textbox', { name: 'E-mail' }).fill(OWNER.email)
    await page.getByRole('textbox', { name: 'Password' }).fill(OWNER.password)
    await page.getByRole('button', { name: 'Start with Purvey' }).click()
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()

    // Connect Cin7.
    await page.getByRole('link', { name: 'Connect Cin7', exact: true }).click()
    await page.getByRole('textbox', { name: 'API Username' }).fill(ACCOUNT.username)
    await page.getByRole('textbox', { name: 'Key' }).fill(ACCOUNT.key)
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    const report = page.getByRole('region', { name: 'What Purvey may do' })
    await report.getByText('Allowed').first().waitFor()
    expect(await report.getByText('Box not ticked').count()).toBe(0)

    // Import customers, then products.
    await page.getByText('Next: Import customers').waitFor()
    await importAll(page, 'Import customers', 6)
    await page.getByText('Next: Import products').waitFor()
    await importAll(page, 'Import products', 8)

    // Key an order with the keyboard.
    await page.getByText('Next: First order').waitFor()
    await page.getByRole('link', { name: 'New order' }).click()
    await page.getByRole('combobox', { name: 'Customer' }).focus()
    await page.keyboard.type('driftwood')
    await page.getByRole('option', { name: /Driftwood Bakery/ }).waitFor()
    await page.keyboard.press('Enter')
    const adding = page.getByRole('combobox', { name: 'Add a product' })
    await expect.poll(() => adding.evaluate((box) => box === document.activeElement)).toBe(true)
    await page.keyboard.type('3x FLOUR-20')
    await page.keyboard.press('Enter')
    await page.keyboard.type('olive')
    await page.getByRole('option', { name: /Olive oil/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: 'PO number' }).fill('PO-7781')
    await page.getByRole('button', { name: 'Place order' }).click()
    await page.getByRole('heading', { level: 1, name: 'Order PV-1001' }).waitFor()
    await page.evaluate(() => Object.assign(globalThis, { neverReloaded: true }))

    // What Cin7 would get, then approve.
    const card = page.getByRole('region', { name: 'Cin7', exact: true })
    await card.getByText('What Cin7 gets on approval').waitFor()
    for (const value of ['PV-1001', 'Driftwood Bakery', 'PO-7781', '2 lines'])
      await card.getByText(value).waitFor()
    desk.cin7.armFault({ kind: 'delay', value: 2_000, method: 'POST', times: 1 })
    await page.getByRole('button', { name: 'Approve', exact: true }).click()
    const state = page.getByRole('main').getByRole('status')
    await state
      .getByText(/^(Waiting for Cin7|Sending)$/)
      .first()
      .waitFor()
    await card.getByText('Verified', { exact: true }).waitFor()
    const story = page.getByRole('list', { name: 'What happened' })
    // Sooner than an order at rest is asked for again.
    await story.getByText('Read back from Cin7 and verified').waitFor({ timeout: 8_000 })
    await state.getByText('In Cin7', { exact: true }).waitFor()

    const [made, ...others] = desk.cin7.salesOrders()
    expect(others).toEqual([])
    expect(made).toMatchObject({ reference: 'PV-1001', memberId: 503, customerOrderNo: 'PO-7781' })
    expect(made?.lineItems.map(({ code, qty }) => [code, qty])).toEqual([
      ['FLOUR-20', 3],
      ['OIL-5L', 1],
    ])

    // The warehouse dispatches it.
    desk.cin7.dispatch(made!.id, { carrier: 'Coastline Couriers', trackingCode: 'CC4410927NZ' })
    await state.getByText('Shipped', { exact: true }).waitFor()
    await card.getByText('Coastline Couriers').waitFor()
    await card.getByText('CC4410927NZ').waitFor()
    for (const sentence of [
      'Order PV-1001 keyed for Driftwood Bakery, 2 lines',
      'Approved; sales order PV-1001 will be made in Cin7',
      'Sales order PV-1001 made in Cin7',
      'Read back from Cin7 and verified',
      'Coastline Couriers, tracking CC4410927NZ',
    ])
      await story.getByText(sentence).first().waitFor()
    expect(await page.evaluate(() => 'neverReloaded' in globalThis)).toBe(true)
    expect(complaints).toEqual([])
  }, 180_000)
})

async function importAll(page: Page, what: string, count: number): Promise<void> {
  await page.getByRole('link', { name: what }).click()
  await page.getByRole('button', { name: 'Read from Cin7' }).click()
  await page.getByRole('button', { name: `Choose all ${count} in this tab` }).click()
  await page.getByRole('button', { name: `Import ${count} rows` }).click()
  await page.getByText('Import done').waitFor()
  await page.getByText(`${count} rows were imported.`).waitFor()
}
