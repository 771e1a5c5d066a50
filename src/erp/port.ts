/**
 * What Purvey asks of any ERP, in Purvey's words, and how an ERP may fail. Adapters implement this; nothing here may know
 * a particular ERP, a database row or an HTTP status.
 */
import type { DecimalText } from '../core/decimal.ts'
import type { TaxTreatment } from '../core/money.ts'

// ── Failure ────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * The five ways in which a call fails, each with its own policy:
 * `busy` wait as told, costs no attempt · `unreachable` surely not carried out: back off · `ambiguous` sent, but the outcome is
 * unknown: find before create · `refused` the ERP said no to this record · `misconfigured` the ERP said no to the connection.
 */
export type ErpFailureKind = 'busy' | 'unreachable' | 'ambiguous' | 'refused' | 'misconfigured'

export interface ErpFailure {
  readonly ok: false
  readonly kind: ErpFailureKind
  /** Stable machine word, such as `wrong-key`, `permission-missing`, `rate-limited`, `timed-out`, `server-error`, `unreadable-answer`. */
  readonly code: string
  /** What happened, for a person, in plain words, naming what to do. */
  readonly sentence: string
  /** The ERP's own words, unaltered, where it said any. */
  readonly said?: string
  /** Milliseconds to wait before trying again, where the ERP (or the budget) told. */
  readonly waitMs?: number
  /** The ERP's resource concerned, such as `SalesOrders`, for a missing permission. */
  readonly resource?: string
}

export type ErpResult<T> = { readonly ok: true; readonly value: T } | ErpFailure

/** A value that the mapping needs and does not have. `field` is in the user's words; `seen` is what was there. */
export interface Unmappable {
  readonly field: string
  readonly seen: string
  /** What is wrong and what would mend it, as a sentence. */
  readonly sentence: string
  /** Which thing of ours must be mended. */
  readonly subject: { kind: 'customer' | 'product' | 'line' | 'order' | 'connection'; id: string }
  /** Stable word for grouping and for choosing the fix button. */
  readonly code:
    | 'customer-not-linked'
    | 'product-not-linked'
    | 'value-missing'
    | 'value-too-long'
    | 'value-invalid'
    | 'branch-unknown'
}

export type Mapped<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Unmappable[] }

// ── Sales orders out ───────────────────────────────────────────────────────────────────────────────────────────────

export interface Address {
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  readonly company?: string | undefined
  readonly line1?: string | undefined
  readonly line2?: string | undefined
  readonly city?: string | undefined
  readonly state?: string | undefined
  readonly postcode?: string | undefined
  readonly country?: string | undefined
}

export interface SalesOrderLineIntent {
  readonly lineId: string
  readonly position: number
  /** The ERP's key of the linked product (as given by its import), or undefined when the product is not linked. */
  readonly productKey: string | undefined
  readonly productId: string
  readonly code: string
  readonly name: string
  readonly option1?: string | undefined
  readonly option2?: string | undefined
  readonly option3?: string | undefined
  readonly size?: string | undefined
  /** Quantity in the product's own unit of sale. */
  readonly quantity: DecimalText
  /** Base units in one unit of sale: `1` normally, `12` for a carton of twelve. */
  readonly unitSize: DecimalText
  /** Final price of one unit of sale. */
  readonly unitPrice: DecimalText
  readonly comment?: string | undefined
}

/** A sales order that should exist in the ERP: everything that the adapter may need, in Purvey's words. */
export interface SalesOrderIntent {
  readonly orderId: string
  /** Fixed at approval, unique in the account, at most 30 characters. */
  readonly reference: string
  readonly customer: {
    readonly customerId: string
    /** The ERP's key of the linked customer, or undefined when it is not linked. */
    readonly customerKey: string | undefined
    readonly name: string
    readonly email?: string | undefined
    readonly phone?: string | undefined
  }
  readonly lines: readonly SalesOrderLineIntent[]
  readonly currency: string
  readonly freight: DecimalText
  readonly freightDescription?: string | undefined
  readonly taxTreatment: TaxTreatment
  /** Percent, `15` is 15 %. */
  readonly taxRate: DecimalText
  /** The ERP's key of the branch, or undefined for the account's default. */
  readonly branchKey?: string | undefined
  readonly poNumber?: string | undefined
  readonly deliveryNote?: string | undefined
  readonly internalComment?: string | undefined
  /** Calendar day `yyyy-mm-dd`. */
  readonly deliveryOn?: string | undefined
  readonly deliveryAddress?: Address | undefined
  readonly billingAddress?: Address | undefined
  /** The ERP's own custom field keys and values, already resolved from the custom field mapping. */
  readonly customFields: Readonly<Record<string, string>>
  readonly carrier?: string | undefined
  readonly projectName?: string | undefined
  /** What the order should come to, to the cent; compared on read-back. */
  readonly totals: {
    readonly productTotal: DecimalText
    readonly tax: DecimalText
    readonly total: DecimalText
  }
}

/** One row of the preview: the ERP's field, the value it will get, and where that value comes from. */
export interface PreviewField {
  /** The ERP's field name, such as `memberId`. */
  readonly field: string
  /** The field in a person's words, such as `Customer`. */
  readonly label: string
  readonly value: string
  /** Where it comes from, in a person's words, such as `Customer › linked contact`. */
  readonly source: string
}

export interface SalesOrderPreview {
  readonly fields: readonly PreviewField[]
  readonly lines: readonly (readonly PreviewField[])[]
  /** The very JSON record that will be sent. */
  readonly record: Readonly<Record<string, unknown>>
}

/** How one record of a create call fared. */
export type CreateOutcome =
  | { readonly kind: 'created'; readonly key: string; readonly reference: string }
  /** The ERP said no to this record, in these words if any. It may already exist: look before deciding. */
  | { readonly kind: 'refused'; readonly said: string | undefined }
  /** No readable result for this record: it may or may not exist. */
  | { readonly kind: 'unclear'; readonly why: string }

export interface RemoteLine {
  readonly lineId: string | undefined
  readonly code: string
  readonly name: string
  readonly linked: boolean
  /** In base units: our quantity times our unit size. */
  readonly quantity: DecimalText
  /** In base units. */
  readonly quantityShipped: DecimalText
  readonly unitPrice: DecimalText | undefined
}

/** A sales order as the ERP has it, in Purvey's words. */
export interface RemoteSalesOrder {
  readonly key: string
  readonly reference: string
  readonly customerKey: string | undefined
  readonly customerName: string | undefined
  readonly poNumber: string | undefined
  readonly branchKey: string | undefined
  /** A calendar day, `2026-12-01`. */
  readonly deliveryOn: string | undefined
  readonly status: 'draft' | 'approved' | 'void'
  readonly stage: string
  readonly createdAt: Date | undefined
  readonly modifiedAt: Date | undefined
  readonly dispatchedAt: Date | undefined
  readonly carrier: string | undefined
  readonly trackingCode: string | undefined
  /** Undefined where the ERP does not say. */
  readonly freight: DecimalText | undefined
  readonly total: DecimalText
  readonly lines: readonly RemoteLine[]
}

export interface Difference {
  /** In a person's words: `Line 3 · price`. */
  readonly what: string
  readonly expected: string
  readonly seen: string
  /** What is wrong and what to do, where the two do not say it. */
  readonly sentence?: string
}

/** What was asked, and the ERP's key of what it made of that. */
export interface KeyedIntent {
  readonly key: string
  readonly intent: SalesOrderIntent
}

/** What `Difference.seen` says where the order itself lacks what the comparison needs, such as a link. */
export const INCOMPARABLE = 'cannot be compared'

export interface FoundSalesOrder {
  readonly order: RemoteSalesOrder
  /** Empty when the ERP has exactly what was asked. */
  readonly differences: readonly Difference[]
  /**
   * Whether it can be taken for ours after an unclear attempt: it bears what only we give, such as our line ids, or else
   * customer and lines match.
   */
  readonly isOurs: boolean
}

// ── Import ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A customer as the ERP has it. */
export interface ImportedCustomer {
  readonly key: string
  readonly name: string
  readonly accountNumber: string | undefined
  readonly firstName: string | undefined
  readonly lastName: string | undefined
  readonly email: string | undefined
  readonly phone: string | undefined
  readonly mobile: string | undefined
  readonly group: string | undefined
  /** Key of a price tier, as in `PriceTier.key`. */
  readonly priceTier: string | undefined
  readonly paymentTerms: string | undefined
  readonly taxName: string | undefined
  readonly onHold: boolean
  readonly isActive: boolean
  readonly deliveryAddress: Address
  readonly billingAddress: Address
  readonly customFields: Readonly<Record<string, string>>
  readonly modifiedAt: Date | undefined
}

/** A product as the ERP has it: each option, and each size of an option, is one. */
export interface ImportedProduct {
  /** Option key, with the size where a size range makes the option's id ambiguous. */
  readonly key: string
  readonly name: string
  readonly styleCode: string | undefined
  readonly code: string
  readonly barcode: string | undefined
  readonly brand: string | undefined
  readonly category: string | undefined
  readonly subCategory: string | undefined
  readonly description: string | undefined
  readonly option1: string | undefined
  readonly option2: string | undefined
  readonly option3: string | undefined
  readonly size: string | undefined
  /** Name of the unit of sale where the ERP sells it in units of measure, such as `Box of 12`. */
  readonly unit: string | undefined
  readonly unitSize: DecimalText
  /** Price per unit of sale by tier key; a tier of 0 or empty is left out. */
  readonly tierPrices: Readonly<Record<string, DecimalText>>
  /** What stands for a price below zero in which tier: no price, and a mistake that people are told of. */
  readonly negativePrices?: Readonly<Record<string, DecimalText>>
  readonly isActive: boolean
  /** Not checked: any text may stand there. */
  readonly imageUrls: readonly string[]
  readonly modifiedAt: Date | undefined
}

/** One page of an import. `unusable` rows have a reason and stop nothing. */
export interface ImportPage<T> {
  readonly rows: readonly T[]
  readonly unusable: readonly { readonly key: string; readonly label: string; readonly reason: string }[]
  /** False once the last page has been read. */
  readonly more: boolean
}

export interface PriceTier {
  /** Key in `tierPrices`, and what an imported customer's `priceTier` names. */
  readonly key: string
  readonly label: string
  /** The tier to start with when the supplier has chosen none; true for exactly one. */
  readonly isDefault: boolean
}

export interface Branch {
  readonly key: string
  readonly name: string
  readonly isActive: boolean
}

// ── Permission report ──────────────────────────────────────────────────────────────────────────────────────────────

export type PermissionState = 'allowed' | 'not-ticked' | 'unreachable' | 'proven' | 'not-yet-proven'

export interface PermissionLine {
  readonly resource: string
  readonly verb: 'read' | 'create'
  readonly state: PermissionState
  /** What was seen, as a sentence. */
  readonly sentence: string
}

// ── Dispatches in ──────────────────────────────────────────────────────────────────────────────────────────────────

/** A place in the stream of changed sales orders; opaque to the caller, JSON. */
export interface DispatchCursor {
  readonly since: string
}

export interface DispatchPage {
  readonly orders: readonly RemoteSalesOrder[]
  /** Where to go on once every order of this page is stored. */
  readonly next: DispatchCursor
  /** True while further pages are waiting behind this one. */
  readonly more: boolean
}

// ── The adapter ────────────────────────────────────────────────────────────────────────────────────────────────────

export type CallPurpose = 'connect' | 'push' | 'payment' | 'dispatch' | 'refresh' | 'import'

/** One call may be made now. */
export interface Leave {
  readonly ok: true
  /** To be told once, when the ERP has surely counted the call: as its answer begins, or when none will come. */
  readonly answered?: (() => void) | undefined
}

/**
 * Asked before every HTTP call, a retry included. Resolves when the call may be made now; a failure (`busy`) says that the
 * budget does not allow it soon enough, or that the caller was stopped.
 */
export type Reserve = (call: {
  readonly purpose: CallPurpose
  readonly method: string
  readonly path: string
  /** Told when it has to wait for its turn. */
  readonly onWait?: () => void
}) => Promise<Leave | ErpFailure>

/** Told after every HTTP call, for the sync page and for support. Secrets are already removed. */
export type CallObserver = (call: {
  readonly purpose: CallPurpose
  readonly method: string
  /** Path with query, decoded for reading. */
  readonly path: string
  readonly status: number | undefined
  readonly outcome: 'ok' | ErpFailureKind
  readonly durationMs: number
  /** Bodies cut to a size that support can read. */
  readonly request?: string | undefined
  readonly response?: string | undefined
}) => void

export interface ErpContext {
  /** The ERP's address, the operator's setting. */
  readonly url: string
  readonly username: string
  readonly key: string
  readonly purpose: CallPurpose
  readonly reserve: Reserve
  readonly observe: CallObserver
  readonly signal?: AbortSignal | undefined
}

export interface Erp {
  readonly adapter: string
  /** The ERP's own limits on calls for one connection. */
  readonly limits: { readonly perSecond: number; readonly perMinute: number; readonly perDay: number }
  /** Proves what can be proved without writing. A wrong key is a failure; a missing box is a line of the report. */
  checkPermissions(context: ErpContext): Promise<ErpResult<readonly PermissionLine[]>>
  listPriceTiers(context: ErpContext): Promise<ErpResult<readonly PriceTier[]>>
  listBranches(context: ErpContext): Promise<ErpResult<readonly Branch[]>>
  /** Page numbers start at 1. Pages are stable while nothing changes there. */
  readCustomers(context: ErpContext, page: number): Promise<ErpResult<ImportPage<ImportedCustomer>>>
  readProducts(context: ErpContext, page: number): Promise<ErpResult<ImportPage<ImportedProduct>>>
  /** Up to 20 customers that match a name, an e-mail or a key, typed by a person. */
  searchCustomers(context: ErpContext, text: string): Promise<ErpResult<readonly ImportedCustomer[]>>
  /**
   * Up to 20 products that match a code, a barcode, a key or a name, typed by a person. `knownKeys`: products of which the
   * caller knows that they match, since an ERP need not find everything by its code.
   */
  searchProducts(
    context: ErpContext,
    text: string,
    knownKeys: readonly string[],
  ): Promise<ErpResult<readonly ImportedProduct[]>>
  /** Pure: the record that would be sent, or why there is none. Preview and push use this one builder. */
  previewSalesOrder(intent: SalesOrderIntent): Mapped<SalesOrderPreview>
  /** Creates 1 to `maxBatch` sales orders in one call; outcomes stand in the order of the intents. Never retries by itself. */
  createSalesOrders(
    context: ErpContext,
    intents: readonly SalesOrderIntent[],
  ): Promise<ErpResult<readonly CreateOutcome[]>>
  readonly maxBatch: number
  /**
   * Looks references up (exact, any number, in as few calls as possible) and compares each with what was asked. A reference
   * may be found more than once: that is a double, and both are returned.
   */
  findSalesOrders(
    context: ErpContext,
    intents: readonly SalesOrderIntent[],
  ): Promise<ErpResult<ReadonlyMap<string, readonly FoundSalesOrder[]>>>
  /** One sales order by the ERP's key, or by reference typed by a person; undefined when there is none. */
  getSalesOrder(
    context: ErpContext,
    by: { key: string } | { reference: string },
  ): Promise<ErpResult<RemoteSalesOrder | undefined>>
  /**
   * Compares sales orders of the ERP, by key, with what was asked, in as few calls as possible; one alone is read afresh, past all
   * lists. By key; those that are not there are left out.
   */
  compareSalesOrders(
    context: ErpContext,
    sales: readonly KeyedIntent[],
  ): Promise<ErpResult<ReadonlyMap<string, FoundSalesOrder>>>
  /** Sales orders changed since the cursor, oldest first, with overlap, safe for ties on the same second. */
  changedSalesOrders(context: ErpContext, cursor: DispatchCursor): Promise<ErpResult<DispatchPage>>
  /** The cursor to start from at `at`. */
  cursorAt(at: Date): DispatchCursor
}
