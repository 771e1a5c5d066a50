/** Shows a mapped sales order to a person: each field with its label and where its value comes from. It decides nothing. */
import type { PreviewField, SalesOrderPreview } from '../../port.ts'
import type { OmniSalesOrderLineRecord, OmniSalesOrderRecord } from '../wire.ts'

type Note = readonly [label: string, source: string]

const delivery = 'Order › delivery address'
const billing = 'Customer › billing address'

const orderNotes: Readonly<Record<keyof Omit<OmniSalesOrderRecord, 'lineItems' | 'customFields'>, Note>> = {
  reference: ['Reference', 'Order › number with the prefix of the settings'],
  isApproved: ['Approved', 'Always: an approved order is open in Cin7'],
  stage: ['Stage', 'Always: a new order'],
  memberId: ['Customer', 'Customer › linked contact'],
  company: ['Customer name', 'Customer › name'],
  email: ['Customer e-mail', 'Customer › e-mail'],
  phone: ['Customer phone', 'Customer › phone'],
  branchId: ['Branch', 'Customer › branch'],
  customerOrderNo: ['PO number', 'Order › PO number'],
  projectName: ['Project name', 'Settings › custom field mapping'],
  logisticsCarrier: ['Carrier', 'Settings › custom field mapping'],
  internalComments: ['Internal comment', 'Settings › internal comment template'],
  deliveryInstructions: ['Delivery note', 'Order › delivery note'],
  estimatedDeliveryDate: ['Delivery day', 'Order › delivery day'],
  currencyCode: ['Currency', 'Order › currency'],
  taxStatus: ['Prices are', 'Settings › tax'],
  taxRate: ['Tax rate in percent', 'Settings › tax'],
  freightTotal: ['Freight', 'Order › freight'],
  freightDescription: ['Freight description', 'Order › freight'],
  deliveryFirstName: ['Delivery · first name', delivery],
  deliveryLastName: ['Delivery · last name', delivery],
  deliveryCompany: ['Delivery · company', delivery],
  deliveryAddress1: ['Delivery · first line', delivery],
  deliveryAddress2: ['Delivery · second line', delivery],
  deliveryCity: ['Delivery · city', delivery],
  deliveryState: ['Delivery · state', delivery],
  deliveryPostalCode: ['Delivery · postcode', delivery],
  deliveryCountry: ['Delivery · country', delivery],
  billingFirstName: ['Billing · first name', billing],
  billingLastName: ['Billing · last name', billing],
  billingCompany: ['Billing · company', billing],
  billingAddress1: ['Billing · first line', billing],
  billingAddress2: ['Billing · second line', billing],
  billingCity: ['Billing · city', billing],
  billingState: ['Billing · state', billing],
  billingPostalCode: ['Billing · postcode', billing],
  billingCountry: ['Billing · country', billing],
}

const lineNotes: Readonly<Record<keyof OmniSalesOrderLineRecord, Note>> = {
  productOptionId: ['Product', 'Product › linked product option'],
  code: ['Code', 'Product › code'],
  name: ['Name', 'Product › name'],
  option1: ['Option 1', 'Product › option'],
  option2: ['Option 2', 'Product › option'],
  option3: ['Option 3', 'Product › option'],
  qty: ['Quantity in base units', 'Line › quantity × unit size'],
  unitPrice: ['Price of a base unit', 'Line › final price ÷ unit size'],
  discount: ['Discount', 'Always: the price is final'],
  sizes: ['Sizes', 'Product › size'],
  sizeCodes: ['Size codes', 'Product › size'],
  lineComments: ['Comment', 'Line › comment'],
  integrationRef: ['Our line', 'Line › id'],
  sort: ['Sort', 'Line › position'],
}

export function toPreview(record: OmniSalesOrderRecord): SalesOrderPreview {
  const { lineItems, customFields, ...header } = record
  const custom = Object.entries(customFields ?? {}).map(([name, value]): PreviewField => ({
    field: `customFields.${name}`,
    label: `Custom field ${name}`,
    value,
    source: 'Settings › custom field mapping',
  }))
  // Whoever only sends it does not pay for what is shown.
  return {
    get fields() {
      return [...rows(header, orderNotes), ...custom]
    },
    get lines() {
      return lineItems.map((line) => rows(line, lineNotes))
    },
    record: { ...record },
  }
}

function rows<T extends object>(values: T, notes: Readonly<Record<string, Note>>): PreviewField[] {
  return Object.entries(values).flatMap(([field, value]: [string, unknown]) => {
    const note = notes[field]
    return note ? [{ field, label: note[0], value: shown(value), source: note[1] }] : []
  })
}

function shown(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value)
}
