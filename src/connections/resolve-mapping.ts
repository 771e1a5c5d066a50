/**
 * What the custom field mapping and the comment template come to for one customer and one order, and where each value comes
 * from. Pure; push, preview and Try it use this one function. A blank source gives no value: it must never blank a field out.
 */
import type { MappingRule } from '../contract/connection.ts'

export interface MappedCustomer {
  readonly name: string
  readonly accountNumber: string | null
  readonly email: string | null
  readonly phone: string | null
  readonly group: string | null
  readonly paymentTerms: string | null
  /** The customer's own branch; it goes before any rule. */
  readonly branchKey: string | null
  /** The ERP's custom fields of the customer, by the ERP's key. */
  readonly customFields: Readonly<Record<string, string>>
}

export interface MappedOrder {
  readonly number: string
  readonly poNumber: string | null
  /** `yyyy-mm-dd`. */
  readonly deliveryOn: string | null
  readonly buyerNote: string
  readonly freightDescription: string
  readonly source: 'staff' | 'store' | 'api' | 'edi'
}

export interface MappedValue {
  /** The sales-order field, such as `orders_1000`, `branch`, `carrier`, `project name`. */
  readonly target: string
  /** Empty when the rule gave none. */
  readonly value: string
  /** Where it comes from, for a person, such as `Customer › Account number`. */
  readonly source: string
}

export interface ResolvedMapping {
  readonly customFields: Readonly<Record<string, string>>
  readonly branchKey?: string
  readonly carrier?: string
  readonly projectName?: string
  /** Every target with its value and source, in the order of the rules; also those that stay empty. */
  readonly values: readonly MappedValue[]
}

export interface MappingBranch {
  readonly key: string
  readonly name: string
}

const customerFields = {
  name: 'Name',
  accountNumber: 'Account number',
  email: 'E-mail',
  phone: 'Phone',
  group: 'Group',
  paymentTerms: 'Payment terms',
} as const

const orderFields = {
  number: 'Order number',
  poNumber: 'PO number',
  deliveryOn: 'Delivery day',
  buyerNote: 'Delivery note',
  freightDescription: 'Freight description',
  source: 'Source',
} as const

const sourceNames: Readonly<Record<MappedOrder['source'], string>> = {
  staff: 'staff order',
  store: 'store order',
  api: 'API order',
  edi: 'EDI order',
}

/**
 * Applies the rules in their order: of several rules for one target the first that gives a value counts. A branch may be named
 * by its key or its name; one that is not among `branches` is passed on as it is, for the adapter to refuse.
 */
export function resolveMapping(
  rules: readonly MappingRule[],
  customer: MappedCustomer,
  order: MappedOrder,
  branches: readonly MappingBranch[] = [],
): ResolvedMapping {
  const found = new Map<string, MappedValue & { readonly kind: MappingRule['to']['kind'] }>()
  if (filled(customer.branchKey)) {
    const value = customer.branchKey.trim()
    found.set('branch', { kind: 'branch', target: 'branch', value, source: 'Customer › Branch' })
  }
  for (const { from, to } of rules) {
    const target = targetOf(to)
    const earlier = found.get(target)
    if (earlier && earlier.value !== '') continue
    const { value, source } = valueOf(from, customer, order)
    const shown = to.kind === 'branch' ? branchKeyOf(value, branches) : value
    if (earlier && shown === '') continue
    found.set(target, { kind: to.kind, target, value: shown, source })
  }
  const all = [...found.values()]
  const of = (kind: MappingRule['to']['kind']): string | undefined =>
    all.find((one) => one.kind === kind && one.value !== '')?.value
  const [branchKey, carrier, projectName] = [of('branch'), of('carrier'), of('project-name')]
  return {
    customFields: Object.fromEntries(
      all
        .filter((one) => one.kind === 'custom-field' && one.value !== '')
        .map((one) => [one.target, one.value]),
    ),
    ...(branchKey === undefined ? {} : { branchKey }),
    ...(carrier === undefined ? {} : { carrier }),
    ...(projectName === undefined ? {} : { projectName }),
    values: all.map(({ target, value, source }) => ({ target, value, source })),
  }
}

function targetOf(to: MappingRule['to']): string {
  switch (to.kind) {
    case 'custom-field':
      return to.field
    case 'branch':
      return 'branch'
    case 'carrier':
      return 'carrier'
    case 'project-name':
      return 'project name'
  }
}

function valueOf(
  from: MappingRule['from'],
  customer: MappedCustomer,
  order: MappedOrder,
): { value: string; source: string } {
  switch (from.kind) {
    case 'customer-custom-field': {
      const key = Object.keys(customer.customFields).find((one) => same(one, from.field))
      const value = key === undefined ? '' : (customer.customFields[key] ?? '')
      return { value: value.trim(), source: `Customer › Cin7 custom field ${from.field}` }
    }
    case 'customer-field':
      return {
        value: (customer[from.field] ?? '').trim(),
        source: `Customer › ${customerFields[from.field]}`,
      }
    case 'order-field': {
      const value = from.field === 'source' ? sourceNames[order.source] : order[from.field]
      return { value: (value ?? '').trim(), source: `Order › ${orderFields[from.field]}` }
    }
    case 'constant':
      return { value: from.value.trim(), source: 'Fixed text' }
  }
}

/** A key that exists goes before a name, because a name can look like a key. */
function branchKeyOf(value: string, branches: readonly MappingBranch[]): string {
  const byKey = branches.find((branch) => branch.key === value)
  return (byKey ?? branches.find((branch) => same(branch.name, value)))?.key ?? value
}

function same(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase()
}

function filled(text: string | null): text is string {
  return text !== null && text.trim() !== ''
}

export interface CommentFacts {
  readonly number: string
  readonly source: MappedOrder['source']
  /** Who keyed the order. */
  readonly person: string
  readonly poNumber: string | null
  /** Address of the order's page here. */
  readonly link: string
  readonly customer: string
}

/**
 * The internal comment: `{number}`, `{source}`, `{person}`, `{poNumber}`, `{link}` and `{customer}` replaced in one pass, so that
 * braces in a value stay text. Other braces stay as they are; double blanks that an empty value leaves are closed.
 */
export function fillComment(template: string, facts: CommentFacts): string {
  const values: Readonly<Record<string, string>> = {
    number: facts.number,
    source: sourceNames[facts.source],
    person: facts.person,
    ponumber: facts.poNumber ?? '',
    link: facts.link,
    customer: facts.customer,
  }
  return template
    .replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name.toLowerCase()] ?? whole)
    .replaceAll(/[^\S\n]{2,}/g, ' ')
    .trim()
}
