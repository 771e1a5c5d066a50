// Payments on sales orders. Without an amount the order's open balance is taken (one live portal posts none and reads it back).

import type { Account } from './account.ts'
import type { Prepared, WriteContext } from './batch.ts'
import { exact, toNumber } from './decimal.ts'
import type { PaymentRow } from './rows.ts'
import type { Sent } from './wire-values.ts'

/** 0 for a payment without an order, which has nothing to be paid. */
function openBalance(account: Account, orderId: number): number {
  const order = account.orders.get(orderId)
  if (!order) return 0
  const paid = account.payments
    .by('orderId', orderId)
    .reduce((sum, payment) => sum + exact(payment.amount), 0n)
  return toNumber(exact(order.total) - paid)
}

export function createPayment(record: Sent, context: WriteContext): Prepared {
  const { account } = context
  const orderId = Number(record['orderId'] ?? 0)
  const order = account.orders.get(orderId)
  // Nothing is formally required (spec); that an unknown order is refused is a guess.
  if (orderId !== 0 && !order) return { errors: [`The order with id ${orderId} could not be found.`] }
  return {
    store: () => {
      const at = account.nowWire()
      const row: PaymentRow = {
        createdDate: at,
        paymentDate: at,
        isAuthorized: true,
        orderType: 'SalesOrder',
        branchId: order?.branchId ?? 0,
        amount: openBalance(account, orderId),
        ...record,
        id: account.payments.highestId + 1,
        orderId,
        modifiedDate: at,
      }
      if (order) row.orderRef = order.reference
      account.payments.put(row)
      account.changed('data')
      return { id: row.id, code: row.orderRef ?? '' }
    },
  }
}

export function updatePayment(record: Sent, context: WriteContext): Prepared {
  const { account } = context
  const id = Number(record['id'] ?? 0)
  const old = account.payments.get(id)
  if (!old) return { errors: [`The payment with id ${id} could not be found.`] }
  return {
    store: () => {
      const row: PaymentRow = {
        ...old,
        ...account.payments.get(id),
        ...record,
        id,
        modifiedDate: account.nowWire(),
      }
      account.payments.put(row)
      account.changed('data')
      return { id, code: row.orderRef ?? '' }
    },
  }
}
