/** Every page before there is anything on it: the first set-up, and the desk of a supplier who has just begun. */
import { afterAll, beforeAll, describe, it } from 'vitest'
import { type Desk, openDesk } from '../support/browser.ts'
import { chromiumPath } from '../support/chromium.ts'
import { type Stop, checkPage } from '../support/page-check.ts'
import { smallSeed } from '../support/small-seed.ts'

describe.skipIf(!chromiumPath())('every page before there is anything', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk({ supplier: 'none', seed: smallSeed() })
  })
  afterAll(() => desk?.close())

  it('set-up', async () => {
    await checkPage(await desk.open({ signedIn: false }), {
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
    await checkPage(await desk.open(), stop)
  })
})
