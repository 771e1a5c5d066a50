import { describe, expect, it } from 'vitest'
import { orderLabel } from './order-label.ts'
import { orderStatuses, pushStates } from './order-rules.ts'

describe('the label of an order', () => {
  it('tells how far the sales order is only while the order is approved', () => {
    for (const status of orderStatuses) {
      const labels = new Set(pushStates.map((pushState) => orderLabel(status, pushState).label))
      expect([status, labels.size > 1]).toEqual([status, status === 'approved'])
    }
  })

  it('is red exactly when a person is needed', () => {
    const red = orderStatuses.flatMap((status) =>
      pushStates
        .filter((pushState) => orderLabel(status, pushState).tone === 'red')
        .map((push) => [status, push]),
    )
    expect(red).toEqual([['approved', 'parked']])
  })
})
