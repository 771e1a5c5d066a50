import { describe, expect, it } from 'vitest'
import { orderLabel } from './order-label.ts'
import { type OrderStatus, orderStatuses, pushStates } from './order-rules.ts'

const redFor = (status: OrderStatus, voidedInErp: boolean) =>
  pushStates
    .filter((pushState) => orderLabel({ status, pushState, voidedInErp }).tone === 'red')
    .map((pushState) => [status, pushState])

describe('the label of an order', () => {
  it('tells how far the sales order is only while the order is approved', () => {
    for (const status of orderStatuses) {
      const labels = new Set(
        pushStates.map((pushState) => orderLabel({ status, pushState, voidedInErp: false }).label),
      )
      expect([status, labels.size > 1]).toEqual([status, status === 'approved'])
    }
  })

  it('is red exactly when a person is needed', () => {
    expect(orderStatuses.flatMap((status) => redFor(status, false))).toEqual([['approved', 'parked']])
  })

  it('says that the sales order was voided while the goods are still expected to leave', () => {
    expect(orderStatuses.flatMap((status) => redFor(status, true))).toEqual([
      ['approved', 'in-erp'],
      ['approved', 'parked'],
      ['part-shipped', 'in-erp'],
    ])
    expect(orderLabel({ status: 'approved', pushState: 'in-erp', voidedInErp: true }).label).toBe(
      'Voided in Cin7',
    )
  })
})
