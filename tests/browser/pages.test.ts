/**
 * Every page, wide and narrow, light and dark: it loads without a complaint, fits its window, breaks no accessibility rule,
 * and bears longer words and a zoom of 200 %. The screenshots are for looking at.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCustomer, listCustomers } from '../../src/contract/customers.ts'
import { approveOrder, createOrder, getOrder } from '../../src/contract/orders.ts'
import { listProducts } from '../../src/contract/products.ts'
import { type Desk, type OpenPage, keyOrder, openDesk, shotPath, until } from '../support/browser.ts'
import { chromiumPath } from '../support/chromium.ts'
import { smallSeed } from '../support/small-seed.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const standards = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']
const widths = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }
const looks = ['light', 'dark'] as const

interface Stop {
  /** The route as the router names it. */
  readonly route: string
  readonly name: string
  /** Its heading, by which it is there. */
  readonly heading: string | RegExp
  readonly path?: () => string
}

const ids = { review: '', inCin7: '', shipped: '', stuck: '', customer: '', unlinked: '', product: '' }

const stops: readonly Stop[] = [
  { route: '/', name: 'today', heading: 'Today' },
  { route: '/orders', name: 'orders', heading: 'Orders' },
  { route: '/orders', name: 'orders-all', heading: 'Orders', path: () => '/orders?tab=all' },
  { route: '/orders', name: 'orders-none', heading: 'Orders', path: () => '/orders?q=nothing-has-this' },
  { route: '/orders/new', name: 'order-new', heading: 'New order' },
  {
    route: '/orders/$orderId',
    name: 'order-review',
    heading: /^Order PV/,
    path: () => `/orders/${ids.review}`,
  },
  {
    route: '/orders/$orderId',
    name: 'order-in-cin7',
    heading: /^Order PV/,
    path: () => `/orders/${ids.inCin7}`,
  },
  {
    route: '/orders/$orderId',
    name: 'order-shipped',
    heading: /^Order PV/,
    path: () => `/orders/${ids.shipped}`,
  },
  {
    route: '/orders/$orderId',
    name: 'order-stuck',
    heading: /^Order PV/,
    path: () => `/orders/${ids.stuck}`,
  },
  { route: '/inbox', name: 'inbox', heading: 'Inbox' },
  { route: '/sync', name: 'sync', heading: 'Cin7 sync' },
  { route: '/customers', name: 'customers', heading: 'Customers' },
  { route: '/customers/new', name: 'customer-new', heading: 'New customer' },
  {
    route: '/customers/$customerId',
    name: 'customer',
    heading: 'Blue Door Café',
    path: () => `/customers/${ids.customer}`,
  },
  {
    route: '/customers/$customerId',
    name: 'customer-unlinked',
    heading: 'Night Market Stall 12',
    path: () => `/customers/${ids.unlinked}`,
  },
  { route: '/products', name: 'products', heading: 'Products' },
  {
    route: '/products/$productId',
    name: 'product',
    heading: /Olive oil/,
    path: () => `/products/${ids.product}`,
  },
  { route: '/import/customers', name: 'import-customers', heading: 'Import customers' },
  { route: '/import/products', name: 'import-products', heading: 'Import products' },
  { route: '/settings', name: 'settings', heading: 'Settings' },
  { route: '/settings/cin7', name: 'cin7', heading: 'Cin7 Omni' },
  { route: '$', name: 'not-found', heading: 'There is no page here', path: () => '/no/such/page' },
]

describe.skipIf(!chromiumPath())('every page of the desk', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk({ supplier: 'imported', seed: smallSeed() })
    await fill(desk)
  })
  afterAll(() => desk?.close())

  it('has every route of the router in its list', () => {
    const router = readFileSync(new URL('../../web/router.tsx', import.meta.url), 'utf8')
    const routes = [...router.matchAll(/path: '([^']+)'/g)].map((match) => match[1])
    const covered = new Set([...stops.map(({ route }) => route), '/gallery', '/sign-in', '/set-up'])
    expect(routes.length).toBeGreaterThan(15)
    expect(routes.filter((route) => !covered.has(route!))).toEqual([])
  })

  it.each(stops)('$name', async (stop) => {
    await check(await desk.open(), stop)
  })

  it('sign-in', async () => {
    await check(await desk.open({ signedIn: false }), {
      route: '/sign-in',
      name: 'sign-in',
      heading: 'Sign in',
    })
  })
})

describe.skipIf(!chromiumPath())('every page before there is anything', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk({ supplier: 'none', seed: smallSeed() })
  })
  afterAll(() => desk?.close())

  it('set-up', async () => {
    await check(await desk.open({ signedIn: false }), {
      route: '/set-up',
      name: 'set-up',
      heading: 'Set up Purvey',
    })
  })
})

describe.skipIf(!chromiumPath())('the pages of a brand-new supplier', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk({ supplier: 'founded', seed: smallSeed() })
  })
  afterAll(() => desk?.close())

  const empty: readonly Stop[] = [
    { route: '/', name: 'empty-today', heading: 'Today' },
    { route: '/orders', name: 'empty-orders', heading: 'Orders' },
    { route: '/customers', name: 'empty-customers', heading: 'Customers' },
    { route: '/products', name: 'empty-products', heading: 'Products' },
    { route: '/inbox', name: 'empty-inbox', heading: 'Inbox' },
    { route: '/sync', name: 'empty-sync', heading: 'Cin7 sync' },
    { route: '/import/customers', name: 'empty-import', heading: 'Import customers' },
    { route: '/settings/cin7', name: 'empty-cin7', heading: 'Cin7 Omni' },
  ]
  it.each(empty)('$name', async (stop) => {
    await check(await desk.open(), stop)
  })
})

/** Orders in every state that has a look of its own. */
async function fill({ api, cin7 }: Desk): Promise<void> {
  const lines = { 'OIL-5L': '6', 'FLOUR-20': '12', 'TOM-A10': '24' }
  const review = await keyOrder(api, 'Blue Door', lines)
  await keyOrder(api, 'Cargo Bay', { 'HONEY-1': '5' })
  const approved = [await keyOrder(api, 'Driftwood', lines), await keyOrder(api, 'Fern', { 'VIN-2L': '3' })]
  const stall = await api.call(createCustomer, { body: { name: 'Night Market Stall 12' } })
  const [oil] = (await api.call(listProducts, { query: { search: 'OIL-5L' } })).items
  const stuck = await api.call(createOrder, {
    body: { customerId: stall.customerId, lines: [{ productId: oil!.productId, quantity: '1' }] },
  })
  for (const order of [...approved, stuck]) {
    const { orderId, revision } = order
    await api.call(approveOrder, { params: { orderId }, body: { revision } })
  }
  const stateOf = async (params: { orderId: string }) => api.call(getOrder, { params })
  for (const order of approved) await until(async () => (await stateOf(order)).push.verified === 'verified')
  await until(async () => (await stateOf(stuck)).push.state === 'parked')
  const [, shipped] = approved
  cin7.dispatch(Number((await stateOf(shipped!)).push.remoteKey), {
    carrier: 'Coastline Couriers',
    trackingCode: 'CC4410927NZ',
  })
  await until(async () => (await stateOf(shipped!)).status === 'shipped')
  const [blue] = (await api.call(listCustomers, { query: { search: 'Blue Door' } })).items
  Object.assign(ids, {
    review: review.orderId,
    inCin7: approved[0]?.orderId,
    shipped: shipped?.orderId,
    stuck: stuck.orderId,
    customer: blue?.customerId,
    unlinked: stall.customerId,
    product: oil?.productId,
  })
}

async function check({ page, complaints }: OpenPage, stop: Stop): Promise<void> {
  const faults: string[] = []
  await page.addInitScript({ content: axeSource })
  for (const [width, size] of Object.entries(widths)) {
    await page.setViewportSize(size)
    await page.goto(stop.path?.() ?? stop.route)
    await settle(page, stop)
    for (const look of looks) {
      await page.emulateMedia({ colorScheme: look })
      await page.screenshot({ path: shotPath(`${stop.name} ${width} ${look}`), fullPage: true })
      for (const fault of await axe(page, look)) faults.push(`${width} ${look}: ${fault}`)
    }
    for (const fault of await misfits(page)) faults.push(`${width}: ${fault}`)
    await stretchWords(page)
    for (const fault of await misfits(page)) faults.push(`${width}, longer words: ${fault}`)
  }
  // 1440 pixels at 200 %.
  await page.setViewportSize({ width: 720, height: 450 })
  await page.goto(stop.path?.() ?? stop.route)
  await settle(page, stop)
  for (const fault of await misfits(page)) faults.push(`200 %: ${fault}`)
  expect({ faults, complaints: complaints.filter((one) => !isExpected(one)) }).toEqual({
    faults: [],
    complaints: [],
  })
}

/** Before a sign-in the server says so to the first question, and the browser writes that down as an error. */
function isExpected(complaint: string): boolean {
  return complaint.includes('401') && complaint.includes('/api/session')
}

async function settle(page: Page, stop: Stop): Promise<void> {
  await page.getByRole('heading', { name: stop.heading }).first().waitFor()
  await page.waitForFunction(() => document.querySelector('main [aria-busy=true]') === null)
  await page.evaluate(() => document.fonts.ready.then(() => true))
}

/** Between light and dark only colours change. */
async function axe(page: Page, look: (typeof looks)[number]): Promise<string[]> {
  const runOnly =
    look === 'light' ? { type: 'tag', values: standards } : { type: 'rule', values: ['color-contrast'] }
  return page.evaluate(async (only) => {
    const runner = (globalThis as unknown as { axe: { run: Function } }).axe
    const { violations } = await runner.run(document, { runOnly: only })
    type Violation = { id: string; nodes: { target: unknown[]; failureSummary: string }[] }
    return (violations as Violation[]).map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map((node) => `${String(node.target)} ${node.failureSummary}`)
          .slice(0, 3)
          .join(' | ')}`,
    )
  }, runOnly)
}

/** What sticks out: of the window, or of the button or tab that it stands in. */
async function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    const { clientWidth, scrollWidth } = document.documentElement
    if (scrollWidth > clientWidth) found.push(`the page scrolls sideways by ${scrollWidth - clientWidth} px`)
    for (const element of document.querySelectorAll<HTMLElement>(
      'button, a, [role=tab], input, h1, h2, h3',
    )) {
      const box = element.getBoundingClientRect()
      if (box.width <= 1 || box.height <= 1 || getComputedStyle(element).visibility === 'hidden') continue
      const name = `${element.tagName.toLowerCase()} “${(element.getAttribute('aria-label') ?? element.innerText).slice(0, 60)}”`
      const scrolls = (node: Element | null): boolean =>
        node !== null && (/auto|scroll/.test(getComputedStyle(node).overflowX) || scrolls(node.parentElement))
      if ((box.right > clientWidth + 1 || box.left < -1) && !scrolls(element.parentElement))
        found.push(`${name} leaves the window`)
      if (!element.matches('button, [role=tab], a[class*=h-]')) continue
      const seen = [...element.querySelectorAll('*'), element].filter(
        (one) =>
          one.closest('.sr-only') === null &&
          [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE),
      )
      const out = seen.some((one) => {
        const words = document.createRange()
        words.selectNodeContents(one)
        return [...words.getClientRects()].some(
          (rect) => rect.right > box.right + 2 || rect.left < box.left - 2,
        )
      })
      const cut =
        getComputedStyle(element).overflow !== 'visible' && element.scrollWidth > element.clientWidth + 1
      if (out || cut) found.push(`the words of ${name} do not fit it`)
    }
    return [...new Set(found)]
  })
}

/** As a language with longer words would look: every text is 40 % longer. */
async function stretchWords(page: Page): Promise<void> {
  await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const texts: Text[] = []
    while (walker.nextNode()) texts.push(walker.currentNode as Text)
    for (const text of texts) {
      const words = text.data.trim()
      if (!/\p{Letter}{2}/u.test(words) || text.parentElement?.closest('script, style, time')) continue
      const more = Math.ceil(words.length * 0.4)
      text.data = `${text.data.trimEnd()} ${'lorem ipsum dolor sit amet '
        .repeat(20)
        .slice(0, Math.max(1, more - 1))
        .trimEnd()}`
    }
  })
}
