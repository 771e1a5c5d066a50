/** What is done with one order besides the main journey, pressed to its end: on the screen, and in Cin7. */
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCustomer, editCustomer, listCustomers, unlinkCustomer } from '../../src/contract/customers.ts'
import { approveOrder, createOrder, getOrder } from '../../src/contract/orders.ts'
import type { OrderView } from '../../src/contract/order-views.ts'
import { pauseConnection, resumeConnection } from '../../src/contract/connection.ts'
import { type Desk, keyOrder, openDesk, until } from '../support/browser.ts'
import { chromiumPath } from '../support/chromium.ts'
import { smallSeed } from '../support/small-seed.ts'

const phone = { width: 390, height: 844 }

describe.skipIf(!chromiumPath())('deciding on an order', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk({ supplier: 'imported', seed: smallSeed() })
  })
  afterAll(() => desk?.close())

  it('places a draft', async () => {
    const draft = await keyDraft(desk)
    const page = await openOrder(desk, draft)
    await stateOf(page, 'Draft')
    await page.getByRole('button', { name: 'Place order' }).click()
    await stateOf(page, 'To review')
    await page.getByRole('button', { name: 'Approve', exact: true }).waitFor()
    await story(page, `Order ${draft.number} placed, total $223.10`)
  })

  it('shows notices above the bar that saves, on a phone', async () => {
    const draft = await keyDraft(desk)
    const page = await openOrder(desk, draft, phone)
    await page.getByRole('button', { name: 'Place order' }).click()
    const notice = page.getByRole('dialog', { name: `Order ${draft.number} placed` })
    await notice.waitFor()
    await page.getByRole('button', { name: /^One more of/ }).click()
    const bar = page.getByRole('region', { name: 'Not saved yet' }).getByRole('button', { name: 'Save' })
    await bar.waitFor()
    const boxOf = async (box: Locator) => (await box.boundingBox())!
    await expect
      .poll(async () => (await boxOf(notice)).y + (await boxOf(notice)).height)
      .toBeLessThanOrEqual((await boxOf(bar)).y)
    await bar.click()
    await page.getByText(`Order ${draft.number} saved`).waitFor()
  })

  it('places an order only once all that was typed for it is on it, and tells what was not added', async () => {
    const { page } = await desk.open()
    const mayAnswer = Promise.withResolvers<void>()
    await page.route(/\/api\/products\?.*search=s(&|$)/, async (route) => {
      await mayAnswer.promise
      await route.continue()
    })
    await page.goto('/orders/new')
    await page.getByRole('combobox', { name: 'Customer' }).fill('driftwood')
    await page.getByRole('option', { name: /Driftwood Bakery/ }).click()
    // Quicker than the answers: one entry fits several products, the next is a code, and a third is begun.
    const adding = page.getByRole('combobox', { name: 'Add a product' })
    await adding.fill('s')
    await adding.press('Enter')
    await adding.fill('2x TOM-A10')
    await adding.press('Enter')
    await page.getByText(/Chopped.*added/).waitFor()
    await page.getByRole('button', { name: 'Place order' }).click()
    await page.getByText('The last product is still being looked up.').waitFor()
    await adding.fill('HON')
    mayAnswer.resolve()
    await page.getByText('“s” was not added: it fits several products.').waitFor()
    await page.getByRole('button', { name: 'Place order' }).click()
    await page.getByText('“HON” is no line of the order yet.').waitFor()
    await expect.poll(() => adding.evaluate((box) => box === document.activeElement)).toBe(true)
    await adding.press('Escape')
    await page.getByRole('button', { name: 'Place order' }).click()
    await page.getByRole('heading', { name: /^Order PV-/, level: 1 }).waitFor()

    // Neither is an order approved over it.
    await adding.fill('rice')
    await page.getByRole('button', { name: 'Approve', exact: true }).click()
    await page.getByText('“rice” is no line of the order yet.').waitFor()
    await stateOf(page, 'To review')
    await page.getByRole('option', { name: /rice/i }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText(/^Order PV-\d+ saved$/).waitFor()
  })

  it('rejects an order for a reason, and only with one', async () => {
    const order = await keyOrder(desk.api, 'Cargo Bay', { 'RICE-10': '3' })
    const page = await openOrder(desk, order)
    const dialog = await ask(page, 'Reject…', `Reject order ${order.number}`)
    await dialog.getByRole('button', { name: 'Reject order' }).click()
    await dialog.getByRole('textbox', { name: 'Reason' }).and(page.locator('[aria-invalid=true]')).waitFor()
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('We no longer deliver there.')
    await dialog.getByRole('button', { name: 'Reject order' }).click()
    await dialog.waitFor({ state: 'detached' })
    await stateOf(page, 'Rejected')
    await page.getByText('Reason: We no longer deliver there.').waitFor()
    expect(await page.getByRole('button', { name: 'Approve', exact: true }).count()).toBe(0)
    expect(inCin7(desk, order)).toEqual([])
  })

  it('cancels an approved order before Cin7 gets it', async () => {
    const order = await keyOrder(desk.api, 'Driftwood', { 'FLOUR-20': '3' })
    await desk.api.call(pauseConnection, {})
    const page = await openOrder(desk, order)
    await page.getByRole('button', { name: 'Approve', exact: true }).click()
    await stateOf(page, 'Waiting for Cin7')
    const dialog = await ask(page, 'Cancel the order…', `Cancel order ${order.number}`)
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Ordered twice.')
    await dialog.getByRole('button', { name: 'Cancel order' }).click()
    await stateOf(page, 'Cancelled')
    await page.getByText('Reason: Ordered twice.').waitFor()
    await desk.api.call(resumeConnection, {})
    const later = await approved(desk, await keyOrder(desk.api, 'Driftwood', { 'FLOUR-20': '1' }))
    await until(() => inCin7(desk, later).length === 1)
    expect(inCin7(desk, order)).toEqual([])
  })

  it('says what must be voided in Cin7 when its order is cancelled, until it is voided', async () => {
    const order = await approved(desk, await keyOrder(desk.api, 'Elm Street', { 'HONEY-1': '6' }))
    await until(async () => (await now(desk, order)).push.verified === 'verified')
    const page = await openOrder(desk, order)
    const dialog = await ask(page, 'Cancel the order…', `Cancel order ${order.number}`)
    await dialog.getByText(`Cin7 has its sales order ${order.number}. Void it there too`).waitFor()
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('The café is closed.')
    await dialog.getByRole('button', { name: 'Cancel order' }).click()
    await stateOf(page, 'Cancelled')
    const trouble = page.getByRole('alert').filter({ hasText: 'This order needs you' })
    await trouble.getByText(/Void it in Cin7/).waitFor()
    expect(inCin7(desk, order).map(({ isVoid }) => isVoid)).toEqual([false])
    desk.cin7.voidOrder(inCin7(desk, order)[0]!.id)
    await trouble.waitFor({ state: 'detached' })
  })

  it('says that a sales order was voided in Cin7, and cancels the order from there', async () => {
    const order = await approved(desk, await keyOrder(desk.api, 'Fern', { 'HONEY-1': '3' }))
    await until(async () => (await now(desk, order)).push.verified === 'verified')
    const page = await openOrder(desk, order)
    desk.cin7.voidOrder(inCin7(desk, order)[0]!.id)
    await stateOf(page, 'Voided in Cin7')
    const trouble = page.getByRole('alert').filter({ hasText: 'This order needs you' })
    await trouble.getByText(/The warehouse will not send it/).waitFor()
    await page.goto('/orders?tab=needs-you')
    await page.getByRole('row', { name: order.number }).getByText('Voided in Cin7').waitFor()
    await page.goto('/inbox')
    const entry = page.getByRole('main').getByRole('listitem').filter({ hasText: order.number })
    await entry.getByRole('button', { name: 'Cancel the order…' }).click()
    const dialog = page.getByRole('dialog', { name: `Cancel order ${order.number}` })
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Voided by the warehouse.')
    expect(await dialog.getByText('Void it there too').count()).toBe(0)
    await dialog.getByRole('button', { name: 'Cancel order' }).click()
    await entry.waitFor({ state: 'detached' })
    await page.goto(`/orders/${order.orderId}`)
    await stateOf(page, 'Cancelled')
    expect(await trouble.count()).toBe(0)
  })

  it('ships an order by hand for a customer without sales orders', async () => {
    const customer = await desk.api.call(createCustomer, { body: { name: 'Ivy Lane Larder' } })
    await desk.api.call(editCustomer, {
      params: { customerId: customer.customerId },
      body: { revision: customer.revision, salesOrdersOn: false },
    })
    const order = await keyOrder(desk.api, 'Ivy Lane', { 'VIN-2L': '12' })
    const page = await openOrder(desk, order)
    await page.getByRole('button', { name: 'Approve', exact: true }).click()
    await stateOf(page, 'Approved')
    await page.getByRole('link', { name: 'Orders', exact: true }).first().click()
    await page.getByRole('tab', { name: /^Ship by hand/ }).click()
    await page.getByRole('link', { name: order.number }).click()
    await page.getByRole('button', { name: 'Mark shipped' }).click()
    const dialog = page.getByRole('dialog', { name: `Mark order ${order.number} shipped` })
    await dialog.getByRole('textbox', { name: 'Carrier' }).fill('Our own van')
    await dialog.getByRole('button', { name: 'Mark shipped' }).click()
    await stateOf(page, 'Shipped')
    await page.getByText('Our own van').first().waitFor()
    expect(inCin7(desk, order)).toEqual([])
  })
})

describe.skipIf(!chromiumPath())('an order that needs somebody', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk({ supplier: 'imported', seed: smallSeed() })
  })
  afterAll(() => desk?.close())

  it('leads from the order to the link that is missing, at the top of a phone too', async () => {
    const [gull] = (await desk.api.call(listCustomers, { query: { search: 'Gull Bistro' } })).items
    await desk.api.call(unlinkCustomer, { params: { customerId: gull!.customerId } })
    const order = await parked(desk, await keyOrder(desk.api, 'Gull Bistro', { 'SALT-3': '2' }))
    const page = await openOrder(desk, order, phone)
    await stateOf(page, 'Needs you')
    const fix = page.getByRole('link', { name: 'Link the customer' })
    await fix.waitFor()
    expect((await fix.boundingBox())!.y).toBeLessThan(phone.height / 2)

    // The lists know it by the same name, and count it once.
    await page.goto('/')
    await page.getByRole('link', { name: /^Needs you 1$/ }).click()
    await page.getByRole('tab', { name: /^Needs you 1$/, selected: true }).waitFor()
    await page.getByRole('tab', { name: /^Waiting for Cin7 0$/ }).waitFor()
    await page.goto(`/customers/${gull!.customerId}`)
    await page.getByRole('listitem').filter({ hasText: order.number }).getByText('Needs you').waitFor()

    await page.goto(`/orders/${order.orderId}`)
    await fix.click()
    const dialog = page.getByRole('dialog', { name: 'Link Gull Bistro to a Cin7 contact' })
    await dialog.getByRole('button', { name: 'Link Gull Bistro', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.goto(`/orders/${order.orderId}`)
    await stateOf(page, 'In Cin7')
    expect(inCin7(desk, order).map(({ memberId }) => memberId)).toEqual([506])
  })

  it('takes an order that Cin7 turned down back to review, and sends it again', async () => {
    const order = await keyOrder(desk.api, 'Fern', { 'TOM-A10': '9' })
    desk.cin7.armFault({ kind: 'recordFailure', method: 'POST', value: 'Branch is closed', times: 1 })
    await parked(desk, order)
    const page = await openOrder(desk, order)
    await page.getByRole('alert').getByText('Branch is closed').first().waitFor()
    await page.getByRole('button', { name: 'Take back to review' }).click()
    await stateOf(page, 'To review')
    await page.getByRole('button', { name: 'Approve', exact: true }).click()
    await stateOf(page, 'In Cin7')
    expect(inCin7(desk, order).length).toBe(1)
  })

  it('links the sales order that was typed into Cin7 by hand, once its reference is right', async () => {
    const order = await keyOrder(desk.api, 'Blue Door', { 'OIL-5L': '5' })
    const id = await makeSalesOrder(desk, 'HAND-77')
    const page = await openOrder(desk, order)
    const dialog = await ask(
      page,
      'Link existing sales order…',
      `Link a sales order to order ${order.number}`,
    )
    const field = dialog.getByRole('textbox', { name: 'Reference or id in Cin7' })
    await field.fill('HAND-78')
    await dialog.getByRole('button', { name: 'Link sales order' }).click()
    await dialog.getByText('Cin7 has no sales order with the reference or id “HAND-78”').first().waitFor()
    await field.fill('HAND-77')
    await dialog.getByRole('button', { name: 'Link sales order' }).click()
    await dialog.getByText(/^Sales order HAND-77 is of .+ in Cin7, not of the customer of order/).waitFor()
    await dialog.getByRole('button', { name: 'Link it all the same' }).click()
    await dialog.waitFor({ state: 'detached' })
    await stateOf(page, 'In Cin7')
    expect((await now(desk, order)).push.remoteKey).toBe(String(id))
    expect(inCin7(desk, order)).toEqual([])
  })

  it('links the sales order that has its reference, and marks the difference as handled in the inbox', async () => {
    const order = await keyOrder(desk.api, 'Cargo Bay', { 'OIL-5L': '7' })
    const id = await makeSalesOrder(desk, order.number)
    await parked(desk, order)
    const page = await openOrder(desk, order)
    await page.getByRole('button', { name: 'Link existing sales order', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: `Link a sales order to order ${order.number}` })
    await dialog.getByRole('textbox', { name: 'Reference or id in Cin7' }).fill(String(id))
    await dialog.getByRole('button', { name: 'Link sales order' }).click()
    await dialog.getByRole('button', { name: 'Link it all the same' }).click()
    await stateOf(page, 'In Cin7')
    const trouble = page.getByRole('alert').filter({ hasText: 'This order needs you' })
    await trouble.getByText(/in Cin7 differs from the order/).waitFor()

    await page.goto('/inbox')
    const entry = page.getByRole('main').getByRole('listitem').filter({ hasText: order.number })
    await entry.getByRole('button', { name: 'Mark as handled' }).click()
    const question = page.getByRole('dialog', { name: new RegExp(`^Mark ${order.number}.* as handled$`) })
    await question.getByRole('textbox', { name: 'How it was handled' }).fill('The buyer agreed by phone.')
    await question.getByRole('button', { name: 'Mark as handled' }).click()
    await entry.waitFor({ state: 'detached' })
    await page.goto(`/orders/${order.orderId}`)
    await stateOf(page, 'In Cin7')
    expect(await trouble.count()).toBe(0)
    expect(inCin7(desk, order).map((one) => one.id)).toEqual([id])
  })
})

async function keyDraft(desk: Desk): Promise<OrderView> {
  const { customer, lines } = await keyOrder(desk.api, 'Blue Door', { 'OIL-5L': '2' })
  return desk.api.call(createOrder, {
    body: {
      customerId: customer.customerId,
      place: false,
      lines: [{ productId: lines[0]!.productId, quantity: '4' }],
    },
  })
}

async function openOrder(
  desk: Desk,
  order: Pick<OrderView, 'orderId' | 'number'>,
  viewport = { width: 1440, height: 900 },
): Promise<Page> {
  const { page } = await desk.open({ viewport })
  await page.goto(`/orders/${order.orderId}`)
  await page.getByRole('heading', { name: `Order ${order.number}`, level: 1 }).waitFor()
  return page
}

/** Waits until the order's head says so. */
async function stateOf(page: Page, label: string): Promise<void> {
  await page.getByRole('main').getByRole('status').getByText(label, { exact: true }).first().waitFor()
}

async function story(page: Page, sentence: string): Promise<void> {
  await page.getByRole('list', { name: 'What happened' }).getByText(sentence).first().waitFor()
}

/** Chooses from the menu what asks something first, and returns the question. */
async function ask(page: Page, item: string, title: string): Promise<Locator> {
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: item }).click()
  const dialog = page.getByRole('dialog', { name: title, exact: true })
  await dialog.waitFor()
  return dialog
}

async function now(desk: Desk, { orderId }: OrderView): Promise<OrderView> {
  return desk.api.call(getOrder, { params: { orderId } })
}

async function approved(desk: Desk, order: OrderView): Promise<OrderView> {
  const { orderId, revision } = order
  return desk.api.call(approveOrder, { params: { orderId }, body: { revision } })
}

/** Approves what cannot be made, and waits until that is known. */
async function parked(desk: Desk, order: OrderView): Promise<OrderView> {
  await approved(desk, order)
  await until(async () => (await now(desk, order)).push.state === 'parked')
  return order
}

function inCin7(desk: Desk, { number }: OrderView) {
  return desk.cin7.salesOrders().filter(({ reference }) => reference === number)
}

/** Another customer's sales order, of other lines than any order of these tests. */
function makeSalesOrder(desk: Desk, reference: string): Promise<number> {
  return desk.makeInCin7('SalesOrders', {
    reference,
    memberId: 504,
    lineItems: [{ productOptionId: 801, code: 'OIL-5L', qty: 1, unitPrice: 48.5 }],
  })
}
