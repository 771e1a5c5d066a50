// The warehouse page in a real browser: an order arrives without a reload, is shipped in parts, edited, and faults are armed.

import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestClient } from './test-client.ts'
import type { Json, TestClient } from './test-client.ts'

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

describe.skipIf(!existsSync(executablePath))('warehouse page', () => {
  let client: TestClient
  let browser: Browser
  beforeAll(async () => {
    client = await startTestClient()
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', ...quiet] })
  })
  afterAll(async () => {
    await browser.close()
    await client.simulator.close()
  })

  const open = async (
    width: number,
    colorScheme: 'light' | 'dark',
  ): Promise<{ page: Page; trouble: string[] }> => {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
    const trouble: string[] = []
    page.on('pageerror', (error) => trouble.push(String(error)))
    page.on('console', (message) => message.type() === 'error' && trouble.push(message.text()))
    page.on('dialog', (dialog) => void dialog.accept())
    page.on(
      'request',
      (request) =>
        request.url().startsWith(client.simulator.pageUrl) ||
        request.url().startsWith('data:') ||
        trouble.push(request.url()),
    )
    await page.goto(client.simulator.pageUrl)
    await page.getByText('live', { exact: true }).waitFor()
    return { page, trouble }
  }

  test('an order arrives, is shipped in parts, edited and voided', async () => {
    const { page, trouble } = await open(1440, 'light')
    const { json } = await client.post('SalesOrders', [
      { reference: 'PAGE-1', memberId: 41, lineItems: [{ code: 'JAM001', qty: 6, unitPrice: 2 }] },
    ])
    const read = async (): Promise<Json> => (await client.get(`SalesOrders/${json[0].id}`)).json
    await page.getByRole('button', { name: /PAGE-1/ }).click()
    await page.getByRole('button', { name: 'Dispatch part' }).click()
    await page.getByLabel('Ship now of JAM001').fill('2')
    await page.getByRole('button', { name: 'Dispatch these' }).click()
    await page.locator('.detail .stamp', { hasText: 'part dispatched' }).waitFor()
    await expect.poll(async () => (await read()).lineItems[0].qtyShipped).toBe(2)
    await page.getByRole('button', { name: 'Take back' }).click()
    await expect.poll(async () => (await read()).lineItems[0].qtyShipped).toBe(0)
    await page.locator('.detail .stamp', { hasText: /^open$/ }).waitFor()
    await page.getByRole('button', { name: 'Edit', exact: true }).click()
    await page.getByLabel('Unit price of JAM001').fill('3')
    await page.getByRole('button', { name: 'Save the changes' }).click()
    await expect.poll(async () => (await read()).productTotal).toBe(18)
    await page.getByRole('button', { name: 'Dispatch all' }).click()
    await expect.poll(async () => (await read()).stage).toBe('Dispatched')
    await page.getByRole('button', { name: 'Void', exact: true }).click()
    await expect.poll(async () => (await read()).status).toBe('VOID')
    await page.getByLabel('Find by reference').fill('PAGE-1')
    await page.getByText('1 order, newest first').waitFor()
    expect(trouble).toEqual([])
    await page.close()
  })

  test('news that was asked for before a form was opened does not sweep it away', async () => {
    const { page } = await open(1440, 'light')
    const { json } = await client.post('SalesOrders', [
      { reference: 'PAGE-2', memberId: 41, lineItems: [{ code: 'JAM001', qty: 6, unitPrice: 2 }] },
    ])
    const { id } = json[0]
    await page.getByRole('button', { name: /PAGE-2/ }).click()
    await page.getByRole('button', { name: 'Edit', exact: true }).waitFor()
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    await page.route(`**/orders/${id}`, async (route) => {
      await held
      await route.continue()
    })
    const asked = page.waitForRequest((request) => request.url().endsWith(`/orders/${id}`))
    await client.put('SalesOrders', [{ id, internalComments: 'Ring first' }])
    await asked
    await page.getByRole('button', { name: 'Edit', exact: true }).click()
    await page.getByLabel('Unit price of JAM001').fill('3')
    const answered = page.waitForResponse((response) => response.url().endsWith(`/orders/${id}`))
    release()
    await (await answered).finished()
    // Until the page has had its turn with the answer.
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
    expect(await page.getByLabel('Unit price of JAM001').inputValue()).toBe('3')
    await page.getByRole('button', { name: 'Back' }).click()
    await page.getByText('Ring first').waitFor()
    await page.close()
  })

  test('faults are armed and cleared, switches set', async () => {
    const { page, trouble } = await open(1440, 'dark')
    await page.getByRole('button', { name: 'Faults' }).click()
    await page.getByRole('combobox', { name: 'Fault', exact: true }).selectOption('error500')
    await page.getByRole('button', { name: 'Arm this fault' }).click()
    await expect
      .poll(() => client.simulator.account().faults())
      .toMatchObject([{ kind: 'error500', resource: 'SalesOrders', times: 1 }])
    await page.getByLabel('duplicateReference').selectOption('accept')
    await expect.poll(() => client.simulator.account().switches().duplicateReference).toBe('accept')
    await page.getByRole('button', { name: 'Clear all faults' }).click()
    await expect.poll(() => client.simulator.account().faults()).toEqual([])
    await expect.poll(() => client.simulator.account().switches().duplicateReference).toBe('recordFailure')
    expect(trouble).toEqual([])
    await page.close()
  })

  test.each([
    [390, 'light'],
    [390, 'dark'],
    [1440, 'light'],
    [1440, 'dark'],
  ] as const)('every panel is accessible and fits at %i px, %s', async (width, scheme) => {
    const { page, trouble } = await open(width, scheme)
    await page.evaluate(axe)
    for (const name of ['Sales orders', 'Faults', 'Calls', 'Connect']) {
      await page.getByRole('button', { name, exact: name !== 'Faults' }).click()
      if (name === 'Sales orders') await page.getByRole('button', { name: /HH-10414/ }).click()
      await page.locator('main > section:not([hidden]) h2').first().waitFor()
      const violations = await page.evaluate(
        'axe.run().then((result) => result.violations.map((one) => one.id))',
      )
      expect(violations, name).toEqual([])
      expect(
        await page.evaluate('document.documentElement.scrollWidth - window.innerWidth'),
        name,
      ).toBeLessThanOrEqual(0)
    }
    expect(trouble).toEqual([])
    await page.close()
  })
})
