// The stored records. A row carries the wire's field names; a field that was never set is absent.
// Amounts are plain numbers as on the wire; arithmetic on them goes through exact decimals (decimal.ts).

export type Row = { id: number; modifiedDate?: string | null; [field: string]: unknown }

export type ContactRow = Row & {
  type: string
  isActive: boolean
  company?: string
  firstName?: string
  lastName?: string
  email?: string
  priceColumn?: string
  percentageOff?: number
  integrationRef?: string
}

export type LineSizeRow = {
  name: string
  code: string | null
  barcode: string | null
  qty: number
  [field: string]: unknown
}

export type LineRow = Row & {
  productId: number
  productOptionId: number
  code?: string
  qty: number
  unitPrice?: number
  discount?: number
  qtyShipped: number
  taxRate?: number
  sizes?: LineSizeRow[]
  sort: number
}

export type OrderRow = Row & {
  reference: string
  memberId: number
  isApproved: boolean
  isVoid: boolean
  stage: string
  branchId: number
  freightTotal: number
  surcharge: number
  discountTotal: number
  productTotal: number
  total: number
  currencyCode: string
  currencyRate: number
  taxStatus: string
  /** Percent, as posted; reads show a fraction or percent by switch. */
  taxRate: number
  invoiceNumber: number
  dispatchedDate?: string
  logisticsStatus: number
  lineItems: LineRow[]
  /** Not on the wire: lists show the order from this instant on (late visibility). */
  listedAtMs?: number
}

export type UomRow = {
  id: number
  productOptionId: number
  code: string
  quantity: number
  [field: string]: unknown
}

/** One option, or one size of an option with a size range. `id` is then NOT unique (spec, live): `key` is ours. */
export type OptionRow = Row & {
  key: number
  productId: number
  status: string
  productOptionCode?: string
  productOptionSizeCode?: string
  productOptionBarcode?: string
  productOptionSizeBarcode?: string
  size?: string
  retailPrice?: number
  priceColumns?: Record<string, number | null>
  uomOptions?: UomRow[]
  stockAvailable: number
  stockOnHand: number
}

export type ProductRow = Row & { status: string; name: string; styleCode?: string }

export type StockRow = Row & {
  productId: number
  productOptionId: number
  branchId: number
  size?: string
  available: number
  stockOnHand: number
  openSales: number
}

export type PaymentRow = Row & { orderId: number; amount: number; orderRef?: string }

export type BranchRow = Row & { company: string; isActive: boolean }
export type CategoryRow = Row & { parentId: number; name: string; isActive: boolean; sort: number }
export type UserRow = Row & { isActive: boolean; email: string }
