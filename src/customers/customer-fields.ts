/** Which fields of a customer exist, and which of them the ERP has too: those an import may change unless they were edited here. */
import type { AddressView } from '../contract/fields.ts'

/** What people may write; absent: left as it is. */
export interface CustomerFields {
  readonly name?: string | undefined
  readonly accountNumber?: string | null | undefined
  readonly firstName?: string | null | undefined
  readonly lastName?: string | null | undefined
  readonly email?: string | null | undefined
  readonly phone?: string | null | undefined
  readonly group?: string | null | undefined
  readonly paymentTerms?: string | null | undefined
  readonly deliveryAddress?: AddressView | undefined
  readonly billingAddress?: AddressView | undefined
  readonly notes?: string | undefined
  readonly onHold?: boolean | undefined
  readonly isActive?: boolean | undefined
  readonly branchKey?: string | null | undefined
  readonly salesOrdersOn?: boolean | undefined
}

/** Fields that the ERP has too. Branch, notes and the sales orders switch are ours alone. */
export const sharedCustomerFields = [
  'name',
  'accountNumber',
  'firstName',
  'lastName',
  'email',
  'phone',
  'group',
  'paymentTerms',
  'onHold',
  'isActive',
  'deliveryAddress',
  'billingAddress',
] as const

/** Two values of a field are the same when they read the same: empty, missing and null are one. */
export function sameValue(a: unknown, b: unknown): boolean {
  return readable(a) === readable(b)
}

function readable(value: unknown): string {
  if (value === null || value === undefined || value === '') return ''
  if (typeof value !== 'object') return JSON.stringify(value)
  const parts = Object.entries(value)
    .filter(([, part]) => part !== null && part !== undefined && part !== '')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return parts.length === 0 ? '' : JSON.stringify(parts)
}
