// Which differences between an order and its sales order are amounts of money, which come as bare numbers.
import type { OrderView } from '../../../src/contract/order-views.ts'

type Difference = OrderView['push']['differences'][number]

/** The difference as it is shown; `money` writes an amount with its currency, and leaves what is no number as it is. */
export function differenceShown(one: Difference, money: (amount: string) => string): Difference {
  if (!/^(Freight|Total|Line \d+ · price)$/.test(one.what)) return one
  return { ...one, expected: money(one.expected), seen: money(one.seen) }
}
