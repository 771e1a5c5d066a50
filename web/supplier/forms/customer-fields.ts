// A customer as form fields and back: every field is named by its path in the request, so that errors find it, and
// empty text means "none".
import type { CustomerView } from '../../../src/contract/customers.ts'

export const plainFields = [
  'name',
  'accountNumber',
  'firstName',
  'lastName',
  'email',
  'phone',
  'group',
  'paymentTerms',
] as const
export const addressNames = ['deliveryAddress', 'billingAddress'] as const
export const addressParts = [
  'company',
  'firstName',
  'lastName',
  'line1',
  'line2',
  'city',
  'state',
  'postcode',
  'country',
] as const
export const switches = ['isActive', 'onHold', 'salesOrdersOn'] as const

export type AddressName = (typeof addressNames)[number]
type AddressField = `${AddressName}.${(typeof addressParts)[number]}`
type TextName = (typeof plainFields)[number] | 'notes' | 'branchKey' | AddressField

export type CustomerValues = { readonly [K in TextName]: string } & {
  readonly [K in (typeof switches)[number]]: boolean
} & Readonly<Record<string, string | boolean>>

type CustomerRecord = Pick<
  CustomerView,
  (typeof plainFields)[number] | 'notes' | 'branchKey' | AddressName | (typeof switches)[number]
>

export const newCustomer: CustomerRecord = {
  name: '',
  accountNumber: null,
  firstName: null,
  lastName: null,
  email: null,
  phone: null,
  group: null,
  paymentTerms: null,
  notes: '',
  branchKey: null,
  deliveryAddress: {},
  billingAddress: {},
  isActive: true,
  onHold: false,
  salesOrdersOn: true,
}

export function valuesOf(customer: CustomerRecord): CustomerValues {
  const values: Record<string, string | boolean> = {
    notes: customer.notes,
    branchKey: customer.branchKey ?? '',
  }
  for (const field of plainFields) values[field] = customer[field] ?? ''
  for (const name of addressNames)
    for (const part of addressParts) values[`${name}.${part}`] = customer[name][part] ?? ''
  for (const field of switches) values[field] = customer[field]
  return values as CustomerValues
}

/** The body that writes these fields; an address goes whole, because it is one value to the server. */
export function bodyOf(values: CustomerValues, fields: readonly string[]) {
  const wants = (field: string) => fields.some((one) => one === field || one.startsWith(`${field}.`))
  const body: Record<string, unknown> = {}
  for (const field of plainFields) {
    if (!wants(field)) continue
    const text = values[field].trim()
    body[field] = text === '' && field !== 'name' ? null : text
  }
  if (wants('notes')) body['notes'] = values.notes
  if (wants('branchKey')) body['branchKey'] = values.branchKey === '' ? null : values.branchKey
  for (const name of addressNames) {
    if (!wants(name)) continue
    body[name] = Object.fromEntries(
      addressParts.flatMap((part) => {
        const text = values[`${name}.${part}`].trim()
        return text === '' ? [] : [[part, text]]
      }),
    )
  }
  for (const field of switches) if (wants(field)) body[field] = values[field]
  return body as Partial<CustomerRecord>
}
