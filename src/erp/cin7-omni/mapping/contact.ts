/** Reads a Cin7 contact of type Customer into our words. Unusable ones are told with a reason; nothing is invented. */
import type { ImportedCustomer } from '../../port.ts'
import { tierKey } from '../price-tiers.ts'
import type { OmniContact } from '../wire.ts'

export type ReadContact =
  | { readonly kind: 'customer'; readonly customer: ImportedCustomer }
  | { readonly kind: 'unusable'; readonly label: string; readonly reason: string }
  | { readonly kind: 'not a customer' }

export function toImportedCustomer(contact: OmniContact): ReadContact {
  if (contact.type !== undefined && contact.type.toLowerCase() !== 'customer')
    return { kind: 'not a customer' }
  const person = [contact.firstName, contact.lastName].filter(Boolean).join(' ')
  const name = contact.company ?? (person || undefined)
  const label = name ?? contact.email ?? contact.accountNumber ?? `contact ${contact.id}`
  if (name === undefined) {
    return {
      kind: 'unusable',
      label,
      reason: 'The contact has neither a company nor a name. Enter one in Cin7 and import again.',
    }
  }
  const customer: ImportedCustomer = {
    key: String(contact.id),
    name,
    accountNumber: contact.accountNumber,
    firstName: contact.firstName,
    lastName: contact.lastName,
    email: contact.email,
    phone: contact.phone,
    mobile: contact.mobile,
    group: contact.group,
    priceTier: contact.priceColumn === undefined ? undefined : tierKey(contact.priceColumn),
    paymentTerms: contact.paymentTerms,
    // The name of a tax rate here, not the Incl or Excl of an order (live x1).
    taxName: contact.taxStatus,
    onHold: contact.onHold === true,
    isActive: contact.isActive !== false,
    // `address…` is delivery, `postal…` is billing (spec).
    deliveryAddress: {
      firstName: contact.firstName,
      lastName: contact.lastName,
      company: contact.company,
      line1: contact.address1,
      line2: contact.address2,
      city: contact.city,
      state: contact.state,
      postcode: contact.postCode,
      country: contact.country,
    },
    billingAddress: {
      firstName: contact.accountsFirstName,
      lastName: contact.accountsLastName,
      company: contact.billingCompany,
      line1: contact.postalAddress1,
      line2: contact.postalAddress2,
      city: contact.postalCity,
      state: contact.postalState,
      postcode: contact.postalPostCode,
      country: contact.postalCountry,
    },
    customFields: contact.customFields,
    modifiedAt: contact.modifiedDate,
  }
  return { kind: 'customer', customer }
}
