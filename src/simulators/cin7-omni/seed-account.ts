// Makes an account from a named or custom seed. Seeded orders go through the same rules as posted ones, so that totals,
// stock and links are right from the start.

import { Account } from './account.ts'
import type { ConnectionSeed } from './account.ts'
import type { Limits } from './limits.ts'
import { SALES_ORDER } from './models-sales.ts'
import { buildOrder, dispatched, numbered } from './order-build.ts'
import { demoSeed } from './seeds/demo.ts'
import { largeSeed } from './seeds/large.ts'
import { customSeed } from './seeds/seed.ts'
import type { CustomSeed, OrderSeed, SeedData } from './seeds/seed.ts'
import { moveStock } from './stock.ts'
import { readRecord } from './wire-values.ts'

export type SeedChoice = 'demo' | 'large' | 'empty' | CustomSeed

function seedData(choice: SeedChoice): SeedData {
  if (choice === 'demo') return demoSeed()
  if (choice === 'large') return largeSeed()
  return customSeed(choice === 'empty' ? {} : choice)
}

function seedOrder(account: Account, seed: OrderSeed): void {
  const id = Number(seed['id'] ?? 0) || account.orders.highestId + 1
  let order = numbered(account, buildOrder(account, readRecord(SALES_ORDER, seed)), id)
  const at = typeof seed['modifiedDate'] === 'string' ? seed['modifiedDate'] : String(order['createdDate'])
  if (seed.shippedShare !== undefined && !order.dispatchedDate) {
    const share = seed.shippedShare
    const lineItems = order.lineItems.map((line) => ({ ...line, qtyShipped: Math.floor(line.qty * share) }))
    order = share >= 1 ? dispatched(order, at) : { ...order, lineItems }
  }
  order.modifiedDate = at
  if (order.isVoid) order['cancellationDate'] = at
  for (const line of order.lineItems) line['createdDate'] = order['createdDate']
  if (order.invoiceNumber > account.counters.invoiceNumber)
    account.counters.invoiceNumber = order.invoiceNumber
  moveStock(account, undefined, order)
  account.orders.put(order, true)
}

export function seedAccount(
  choice: SeedChoice,
  options: { apiUsername: string; connections: ConnectionSeed[]; limits: Limits | 'off'; now: () => number },
): Account {
  const data = seedData(choice)
  const account = new Account({ ...options, settings: data.settings })
  account.load(data)
  for (const order of data.orders) seedOrder(account, order)
  return account
}
