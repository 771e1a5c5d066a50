/** At real size pages stay usable: what the browser holds does not grow with what there is. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listCustomers } from '../../src/contract/customers.ts'
import { createOrder, getOrder } from '../../src/contract/orders.ts'
import { listProducts } from '../../src/contract/products.ts'
import type { ApiClient } from '../../src/demo/api-client.ts'
import { type Desk, openDesk } from '../support/browser.ts'
import { chromiumPath } from '../support/chromium.ts'

const CUSTOMERS = 2_000
const LINES = 1_000
/** Rows of a tall window, those kept ready above and below it, and the rows of the page's other lists. */
const ROWS_AT_MOST = 120

describe.skipIf(!chromiumPath())('at real size', () => {
  let desk: Desk
  let orderId = ''
  beforeAll(async () => {
    const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
    desk = await openDesk({
      supplier: 'imported',
      seed: {
        contacts: numbers(CUSTOMERS).map((id) => ({
          id,
          company: `Customer ${String(id).padStart(5, '0')}`,
        })),
        products: numbers(LINES).map((id) => ({ id, name: `Product ${String(id).padStart(5, '0')}` })),
        options: numbers(LINES).map((id) => ({
          id: id + 5_000,
          productId: id,
          productOptionCode: `P-${String(id).padStart(5, '0')}`,
          wholesalePrice: 2,
          priceColumns: { wholesaleNZD: 2 },
        })),
      },
    })
    orderId = await keyThousandLines(desk.api)
  }, 120_000)
  afterAll(() => desk?.close())

  it('opens, edits and saves an order of 1,000 lines', async () => {
    const { page, complaints } = await desk.open()
    await page.goto(`/orders/${orderId}`)
    const quantities = page.getByRole('textbox', { name: /^Quantity of/ })
    await quantities.first().waitFor()
    await page.getByText('$2,300.00').first().waitFor()
    await expect.poll(() => quantities.count()).toBeLessThan(ROWS_AT_MOST)
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(5_000)

    // Down to the last line, and change it.
    const last = page.getByRole('textbox', { name: 'Quantity of Product 01000' })
    await page.getByRole('heading', { name: 'What happened' }).scrollIntoViewIfNeeded()
    await last.fill('5')
    await page.getByText('$2,309.20').first().waitFor()
    expect(await quantities.count()).toBeLessThan(ROWS_AT_MOST)

    // There is no room for another line, but more of what is there.
    await page.getByRole('combobox', { name: 'Add a product' }).fill('3x P-00002')
    await page.keyboard.press('Enter')
    await page.getByText('Product 00002 is on the order already: quantity now 4').waitFor()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).waitFor({ state: 'detached' })
    const saved = await desk.api.call(getOrder, { params: { orderId } })
    expect(saved.lines.length).toBe(LINES)
    expect(
      saved.lines.filter(({ quantity }) => quantity !== '1').map(({ code, quantity }) => [code, quantity]),
    ).toEqual([
      ['P-00002', '4'],
      ['P-01000', '5'],
    ])
    expect(complaints).toEqual([])
  })

  it('lists thousands of customers with as many rows in the page as are looked at', async () => {
    const { page, complaints } = await desk.open()
    await page.goto('/customers')
    await loadMore(page, 1_000)
    expect(await page.getByRole('row').count()).toBeLessThan(ROWS_AT_MOST)
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.getByRole('region', { name: '1 selected' }).waitFor()
    await page.getByRole('searchbox', { name: 'Search customers' }).fill('01999')
    await page.getByRole('row', { name: 'Customer 01999' }).waitFor()
    expect(complaints).toEqual([])
  })

  it('lists every row of a large import', async () => {
    const { page, complaints } = await desk.open()
    await page.goto('/import/customers')
    await page.getByText('2,000 rows were imported.').waitFor()
    await page
      .getByRole('row', { name: /Customer/ })
      .first()
      .waitFor()
    expect(await page.getByRole('row').count()).toBeLessThan(ROWS_AT_MOST)
    expect(complaints).toEqual([])
  })
})

async function keyThousandLines(api: ApiClient): Promise<string> {
  const [customer] = (await api.call(listCustomers, { query: { limit: 1 } })).items
  const lines: { productId: string; quantity: string }[] = []
  let cursor: string | undefined
  do {
    const page = await api.call(listProducts, {
      query: { limit: 200, ...(cursor === undefined ? {} : { cursor }) },
    })
    lines.push(...page.items.map(({ productId }) => ({ productId, quantity: '1' })))
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  expect(lines.length).toBe(LINES)
  return (await api.call(createOrder, { body: { customerId: customer!.customerId, lines } })).orderId
}

async function loadMore(page: Page, count: number): Promise<void> {
  const shown = page.getByRole('status').filter({ hasText: /rows shown/ })
  const more = page.getByRole('button', { name: 'Load more' })
  for (let rows = 200; rows <= count; rows += 100) {
    await more.click()
    await shown.getByText(`${rows.toLocaleString('en')} rows shown`).waitFor()
  }
}
