/**
 * What is read from Cin7 Omni and what is sent, spelled as Omni spells it. Reads only the fields that the mapping uses and lets
 * all others pass; field names and types come from the published field lists (spec), looseness from live clients.
 */
import { z } from 'zod'
import {
  lowerFieldNames,
  readBoolean,
  readDate,
  readDecimal,
  readInteger,
  readPrices,
  readText,
  readTexts,
} from './wire-values.ts'

/** Any value, missing included. */
const anything = z.unknown().optional()
const text = anything.transform(readText)
const integer = anything.transform(readInteger)
const decimal = anything.transform(readDecimal)
const boolean = anything.transform(readBoolean)
const date = anything.transform(readDate)
const texts = anything.transform(readTexts)
const prices = anything.transform(readPrices)
/** A row without an id cannot be linked, so it is unusable as a whole. */
const id = anything.transform((value, context) => {
  const number = readInteger(value)
  if (number !== undefined && number > 0) return number
  context.addIssue({ code: 'custom', message: `is ${JSON.stringify(value) ?? 'missing'}` })
  return z.NEVER
})
/** A list that may be null or missing. */
const listOf = <T extends z.ZodType>(item: T) =>
  anything.transform((value) => (Array.isArray(value) ? value : [])).pipe(z.array(item))

// In 2019 a category's image was a plain string (one client), so both forms are taken.
const image = anything
  .transform((value) => (typeof value === 'string' ? { link: value } : (value ?? {})))
  .pipe(z.object({ link: text }))

export const omniContact = z.object({
  id,
  type: text,
  isActive: boolean,
  company: text,
  firstName: text,
  lastName: text,
  email: text,
  phone: text,
  mobile: text,
  accountNumber: text,
  billingCompany: text,
  accountsFirstName: text,
  accountsLastName: text,
  priceColumn: text,
  paymentTerms: text,
  taxStatus: text,
  onHold: boolean,
  group: text,
  address1: text,
  address2: text,
  city: text,
  state: text,
  postCode: text,
  country: text,
  postalAddress1: text,
  postalAddress2: text,
  postalCity: text,
  postalState: text,
  postalPostCode: text,
  postalCountry: text,
  customFields: texts,
  modifiedDate: date,
})
export type OmniContact = z.infer<typeof omniContact>

const omniUomOption = z.object({
  id: integer,
  code: text,
  option1: text,
  option2: text,
  option3: text,
  quantity: decimal,
  barcode: text,
  priceColumns: prices,
})
export type OmniUomOption = z.infer<typeof omniUomOption>

export const omniProductOption = z.object({
  id,
  productId: integer,
  status: text,
  code: text,
  barcode: text,
  productOptionCode: text,
  productOptionSizeCode: text,
  productOptionBarcode: text,
  productOptionSizeBarcode: text,
  option1: text,
  option2: text,
  option3: text,
  size: text,
  retailPrice: decimal,
  wholesalePrice: decimal,
  vipPrice: decimal,
  specialPrice: decimal,
  priceColumns: prices,
  uomOptions: listOf(omniUomOption),
  image,
  modifiedDate: date,
})
export type OmniProductOption = z.infer<typeof omniProductOption>

export const omniProduct = z.object({
  id,
  status: text,
  name: text,
  styleCode: text,
  description: text,
  brand: text,
  category: text,
  subCategory: text,
  sizeRangeId: integer,
  images: listOf(image),
  modifiedDate: date,
  /** Read one by one, so that one bad option does not spoil the product. */
  productOptions: listOf(z.unknown()),
})
export type OmniProduct = z.infer<typeof omniProduct>

export const omniBranch = z.object({ id, company: text, isActive: boolean })

const omniLineSize = z.object({ name: text, code: text, qty: decimal })

const omniSalesOrderItem = z.object({
  id: integer,
  parentId: integer,
  productId: integer,
  productOptionId: integer,
  integrationRef: text,
  sort: integer,
  code: text,
  name: text,
  qty: decimal,
  unitPrice: decimal,
  discount: decimal,
  qtyShipped: decimal,
  sizeCodes: text,
  sizes: listOf(omniLineSize),
})
export type OmniSalesOrderItem = z.infer<typeof omniSalesOrderItem>

export const omniSalesOrder = z.object({
  id,
  reference: text,
  memberId: integer,
  company: text,
  firstName: text,
  lastName: text,
  branchId: integer,
  isApproved: boolean,
  isVoid: boolean,
  status: text,
  stage: text,
  customerOrderNo: text,
  freightTotal: decimal,
  total: decimal,
  currencyCode: text,
  currencyRate: decimal,
  taxStatus: text,
  taxRate: decimal,
  customFields: texts,
  estimatedDeliveryDate: date,
  createdDate: date,
  modifiedDate: date,
  dispatchedDate: date,
  logisticsCarrier: text,
  trackingCode: text,
  lineItems: listOf(omniSalesOrderItem),
})
export type OmniSalesOrder = z.infer<typeof omniSalesOrder>

/** One result of a write. `id` and `code` of a failed one are unknown (spec names them, their values are not shown). */
export const omniBatchResult = z.object({
  index: integer,
  success: boolean,
  id: integer,
  code: text,
  errors: anything
    .transform((value) => (typeof value === 'string' ? [value] : Array.isArray(value) ? value : []))
    .pipe(z.array(text)),
})
export type OmniBatchResult = z.infer<typeof omniBatchResult>

/** One line as it is sent. */
export interface OmniSalesOrderLineRecord {
  productOptionId: number
  code?: string
  name?: string
  option1?: string
  option2?: string
  option3?: string
  qty: number
  unitPrice: number
  discount: number
  sizes?: { name: string; code?: string; qty: number }[]
  sizeCodes?: string
  lineComments?: string
  integrationRef: string
  sort: number
}

/** A sales order as it is sent. A field that is left out is left to Cin7's own default. */
export interface OmniSalesOrderRecord {
  reference: string
  isApproved: boolean
  stage: string
  memberId: number
  company: string
  email?: string
  phone?: string
  branchId?: number
  customerOrderNo?: string
  projectName?: string
  logisticsCarrier?: string
  internalComments?: string
  deliveryInstructions?: string
  estimatedDeliveryDate?: string
  currencyCode: string
  taxStatus: 'Excl' | 'Incl' | 'Exempt'
  taxRate: number
  freightTotal: number
  freightDescription?: string
  deliveryFirstName?: string
  deliveryLastName?: string
  deliveryCompany?: string
  deliveryAddress1?: string
  deliveryAddress2?: string
  deliveryCity?: string
  deliveryState?: string
  deliveryPostalCode?: string
  deliveryCountry?: string
  billingFirstName?: string
  billingLastName?: string
  billingCompany?: string
  billingAddress1?: string
  billingAddress2?: string
  billingCity?: string
  billingState?: string
  billingPostalCode?: string
  billingCountry?: string
  customFields?: Record<string, string>
  lineItems: OmniSalesOrderLineRecord[]
}

export type OmniRow<T> =
  | { readonly ok: true; readonly row: T }
  | { readonly ok: false; readonly seen: unknown; readonly reason: string }

/** Reads one row of an answer, saying why when it cannot be used. */
export function readRow<S extends z.ZodType>(schema: S, seen: unknown): OmniRow<z.infer<S>> {
  if (typeof seen !== 'object' || seen === null || Array.isArray(seen)) {
    return {
      ok: false,
      seen,
      reason: `it is ${(JSON.stringify(seen) ?? 'nothing').slice(0, 60)}, not a record with fields`,
    }
  }
  const parsed = schema.safeParse(lowerFieldNames(seen))
  if (parsed.success) return { ok: true, row: parsed.data }
  const [issue] = parsed.error.issues
  return {
    ok: false,
    seen,
    reason: issue ? `${issue.path.join('.')} ${issue.message}`.trim() : 'not readable',
  }
}
