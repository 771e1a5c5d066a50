/**
 * Makes the Cin7 sales order for one of our orders. Pure and total: it returns the record or everything that is missing, and
 * never fills a gap with a guess. Preview and push both come from here.
 */
import { minorDigits, type TaxTreatment } from '../../../core/money.ts'
import type { Address, Mapped, SalesOrderIntent } from '../../port.ts'
import type { OmniSalesOrderRecord } from '../wire.ts'
import { present } from './present.ts'
import { Problems } from './problems.ts'
import { toOmniLine } from './sales-order-line.ts'

/** Greatest lengths by Cin7's own field list (spec). Fields without one there are not limited here. */
const maxLength = { reference: 30, name: 250, phone: 50, address: 250, deliveryInstructions: 2_000 } as const

export const omniTaxStatus: Readonly<Record<TaxTreatment, OmniSalesOrderRecord['taxStatus']>> = {
  exclusive: 'Excl',
  inclusive: 'Incl',
  exempt: 'Exempt',
}

/** The stage of a new order (spec: the default; sent all the same so that no account default changes it). */
const newStage = 'New'

/** Made once for each intent: the same one is previewed, then sent. */
export function toOmniSalesOrder(intent: SalesOrderIntent): Mapped<OmniSalesOrderRecord> {
  const known = made.get(intent)
  if (known) return known
  const mapped = mapSalesOrder(intent)
  made.set(intent, mapped)
  return mapped
}

const made = new WeakMap<SalesOrderIntent, Mapped<OmniSalesOrderRecord>>()

function mapSalesOrder(intent: SalesOrderIntent): Mapped<OmniSalesOrderRecord> {
  const problems = new Problems()
  const order = { kind: 'order', id: intent.orderId } as const
  const customer = { kind: 'customer', id: intent.customer.customerId } as const
  const onOrder = (field: string, value: string | undefined, max?: number): string | undefined =>
    problems.text({ field, subject: order }, value, max)

  const reference = referenceOf(intent, problems)
  const memberId = memberIdOf(intent, problems)
  const branchId = branchIdOf(intent, problems)
  const company = problems.text(
    { field: 'Customer name', subject: customer },
    intent.customer.name,
    maxLength.name,
  )
  if (company === undefined && intent.customer.name.trim() === '') {
    problems.add(
      { field: 'Customer name', subject: customer },
      'value-missing',
      '',
      'The customer has no name. Enter one.',
    )
  }
  if (!/^[A-Z]{3}$/.test(intent.currency)) {
    problems.add(
      { field: 'Currency', subject: order },
      'value-invalid',
      intent.currency,
      `The currency is “${intent.currency}”, which is not a three-letter code such as NZD. Correct it in the settings.`,
    )
  }
  const freightPlace = { field: 'Freight', subject: order }
  const freight = problems.decimal(freightPlace, intent.freight, 'zero or more')
  const freightTotal = freight && problems.number(freightPlace, freight, intent.freight)
  const taxRate = taxRateOf(intent, problems)
  if (intent.lines.length === 0) {
    problems.add(
      { field: 'Lines', subject: order },
      'value-missing',
      '0',
      'The order has no lines. Add at least one.',
    )
  }
  const digits = minorDigits(intent.currency)
  const lineItems = intent.lines.flatMap((line, index) => toOmniLine(line, index + 1, digits, problems) ?? [])
  const optional = {
    email: problems.text(
      { field: 'Customer e-mail', subject: customer },
      intent.customer.email,
      maxLength.name,
    ),
    phone: problems.text(
      { field: 'Customer phone', subject: customer },
      intent.customer.phone,
      maxLength.phone,
    ),
    branchId,
    customerOrderNo: onOrder('PO number', intent.poNumber),
    projectName: onOrder('Project name', intent.projectName),
    logisticsCarrier: onOrder('Carrier', intent.carrier),
    internalComments: onOrder('Internal comment', intent.internalComment),
    deliveryInstructions: onOrder('Delivery note', intent.deliveryNote, maxLength.deliveryInstructions),
    estimatedDeliveryDate: deliveryDateOf(intent, problems),
    freightDescription: onOrder('Freight description', intent.freightDescription),
    ...addressOf('delivery', intent.deliveryAddress, intent, problems),
    ...addressOf('billing', intent.billingAddress, intent, problems),
    customFields: Object.keys(intent.customFields).length > 0 ? { ...intent.customFields } : undefined,
  }
  if (
    problems.found.length > 0 ||
    reference === undefined ||
    memberId === undefined ||
    company === undefined ||
    freightTotal === undefined ||
    taxRate === undefined
  ) {
    return { ok: false, problems: problems.found }
  }
  return {
    ok: true,
    value: {
      reference,
      isApproved: true,
      stage: newStage,
      memberId,
      company,
      currencyCode: intent.currency,
      taxStatus: omniTaxStatus[intent.taxTreatment],
      taxRate,
      freightTotal,
      ...present(optional),
      lineItems,
    },
  }
}

function referenceOf(intent: SalesOrderIntent, problems: Problems): string | undefined {
  const place = { field: 'Reference', subject: { kind: 'order', id: intent.orderId } as const }
  const { reference } = intent
  if (reference === '')
    return problems.add(
      place,
      'value-missing',
      reference,
      'The order has no reference. It gets one when it is approved.',
    )
  // Anything that Cin7 might store differently from what was sent could not be found again.
  if (reference !== reference.trim() || /\p{C}/u.test(reference)) {
    return problems.add(
      place,
      'value-invalid',
      reference,
      `The reference “${reference}” begins or ends with a blank or holds an invisible character. Change the order number prefix in the settings.`,
    )
  }
  return problems.text(place, reference, maxLength.reference)
}

function memberIdOf(intent: SalesOrderIntent, problems: Problems): number | undefined {
  const { customerId, customerKey, name } = intent.customer
  const place = { field: 'Customer', subject: { kind: 'customer', id: customerId } as const }
  if (customerKey === undefined) {
    return problems.add(
      place,
      'customer-not-linked',
      name,
      `${name} is not linked to a contact in Cin7. Link it.`,
    )
  }
  return (
    Problems.id(customerKey) ??
    problems.add(
      place,
      'value-invalid',
      customerKey,
      `${name} is linked to “${customerKey}”, which is no Cin7 contact id. Link it again.`,
    )
  )
}

function branchIdOf(intent: SalesOrderIntent, problems: Problems): number | undefined {
  const { branchKey } = intent
  if (branchKey === undefined) return undefined
  const place = { field: 'Branch', subject: { kind: 'customer', id: intent.customer.customerId } as const }
  return (
    Problems.id(branchKey) ??
    problems.add(
      place,
      'branch-unknown',
      branchKey,
      `The branch is “${branchKey}”, which is no Cin7 branch id. Choose the branch again.`,
    )
  )
}

/** Percent (live x2 post 15.0 and 8.75). An exempt order has no rate, whatever the supplier's usual rate is. */
function taxRateOf(intent: SalesOrderIntent, problems: Problems): number | undefined {
  if (intent.taxTreatment === 'exempt') return 0
  const place = { field: 'Tax rate', subject: { kind: 'order', id: intent.orderId } as const }
  const rate = problems.decimal(place, intent.taxRate, 'zero or more')
  return rate && problems.number(place, rate, intent.taxRate)
}

/** A calendar day, stored at midnight UTC whatever the time zone (live). */
function deliveryDateOf(intent: SalesOrderIntent, problems: Problems): string | undefined {
  const day = intent.deliveryOn
  if (day === undefined) return undefined
  const instant = `${day}T00:00:00Z`
  const date = /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(instant) : undefined
  if (date && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)) return instant
  return problems.add(
    { field: 'Delivery day', subject: { kind: 'order', id: intent.orderId } },
    'value-invalid',
    day,
    `The delivery day is “${day}”, which is not a day. Choose it again.`,
  )
}

const addressParts = [
  ['firstName', 'FirstName', 'first name'],
  ['lastName', 'LastName', 'last name'],
  ['company', 'Company', 'company'],
  ['line1', 'Address1', 'first line'],
  ['line2', 'Address2', 'second line'],
  ['city', 'City', 'city'],
  ['state', 'State', 'state'],
  ['postcode', 'PostalCode', 'postcode'],
  ['country', 'Country', 'country'],
] as const

type AddressField = `${'delivery' | 'billing'}${(typeof addressParts)[number][1]}`

function addressOf(
  prefix: 'delivery' | 'billing',
  address: Address | undefined,
  intent: SalesOrderIntent,
  problems: Problems,
): { [K in AddressField]?: string | undefined } {
  if (!address) return {}
  const subject = { kind: 'customer', id: intent.customer.customerId } as const
  const label = prefix === 'delivery' ? 'Delivery address' : 'Billing address'
  const fields: { [K in AddressField]?: string | undefined } = {}
  for (const [ours, theirs, words] of addressParts) {
    fields[`${prefix}${theirs}`] = problems.text(
      { field: `${label} · ${words}`, subject },
      address[ours],
      maxLength.address,
    )
  }
  return fields
}
