/** Generated from the migrated database by tools/generate-tables.ts. Change a migration, not this file. */
/* oxlint-disable max-lines */
import type { ColumnType, Generated } from 'kysely'
import type { JsonText, JsonValue } from './json.ts'

export interface AuthAccountTable {
  id: string
  userId: string
  accountId: string
  providerId: string
  accessToken: string | null
  refreshToken: string | null
  idToken: string | null
  accessTokenExpiresAt: Date | null
  refreshTokenExpiresAt: Date | null
  scope: string | null
  password: string | null
  createdAt: Generated<Date>
  updatedAt: Generated<Date>
}

export interface AuthSessionTable {
  id: string
  userId: string
  token: string
  expiresAt: Date
  ipAddress: string | null
  userAgent: string | null
  createdAt: Generated<Date>
  updatedAt: Generated<Date>
}

export interface AuthUserTable {
  id: string
  name: string
  email: string
  emailVerified: Generated<boolean>
  image: string | null
  createdAt: Generated<Date>
  updatedAt: Generated<Date>
}

export interface AuthVerificationTable {
  id: string
  identifier: string
  value: string
  expiresAt: Date
  createdAt: Generated<Date>
  updatedAt: Generated<Date>
}

export interface CallBudgetsTable {
  supplierId: string
  connectionId: string
  recent: Generated<Date[]>
  day: Generated<string>
  used: Generated<number>
  usedBy: ColumnType<JsonValue, JsonText | undefined, JsonText>
  closedUntil: Date | null
  closedCount: Generated<number>
  pushWaitingUntil: Date | null
}

export interface CallsTable {
  supplierId: string
  connectionId: string
  callId: string
  at: Date
  purpose: string
  method: string
  path: string
  status: number | null
  outcome: string
  durationMs: number
  request: string | null
  response: string | null
}

export interface ConnectionsTable {
  supplierId: string
  connectionId: string
  adapter: string
  username: string
  keyEnvelope: string | null
  state: 'connected' | 'needs-attention' | 'disconnected'
  stateCode: string | null
  stateSentence: string | null
  stateSince: Generated<Date>
  paused: Generated<boolean>
  retryAt: Date | null
  failures: Generated<number>
  permissions: ColumnType<JsonValue, JsonText | undefined, JsonText>
  checkedAt: Date | null
  priceTiers: ColumnType<JsonValue, JsonText | undefined, JsonText>
  branches: ColumnType<JsonValue, JsonText | undefined, JsonText>
  priceTier: string | null
  contactGroups: ColumnType<JsonValue, JsonText | undefined, JsonText>
  customFieldMapping: ColumnType<JsonValue, JsonText | undefined, JsonText>
  createdAt: Generated<Date>
  revision: Generated<number>
}

export interface CustomersTable {
  supplierId: string
  customerId: string
  name: string
  accountNumber: string | null
  firstName: string | null
  lastName: string | null
  email: string | null
  phone: string | null
  customerGroup: string | null
  paymentTerms: string | null
  onHold: Generated<boolean>
  isActive: Generated<boolean>
  branchKey: string | null
  salesOrdersOn: Generated<boolean>
  deliveryAddress: ColumnType<JsonValue, JsonText | undefined, JsonText>
  billingAddress: ColumnType<JsonValue, JsonText | undefined, JsonText>
  customFields: ColumnType<JsonValue, JsonText | undefined, JsonText>
  notes: Generated<string>
  keptFields: ColumnType<JsonValue, JsonText | undefined, JsonText>
  revision: Generated<number>
  createdAt: Generated<Date>
  updatedAt: Generated<Date>
  search: ColumnType<string | null, never, never>
  sortName: ColumnType<string | null, never, never>
  emailKey: ColumnType<string | null, never, never>
}

export interface ErpLinksTable {
  supplierId: string
  connectionId: string
  kind: 'customer' | 'product'
  remoteKey: string
  localId: string
  remote: ColumnType<JsonValue, JsonText, JsonText>
  seenAt: Date
}

export interface IdempotencyKeysTable {
  supplierId: string
  actor: string
  key: string
  requestId: string
  endpoint: string
  requestHash: string
  status: number | null
  answer: ColumnType<JsonValue | null, JsonText | null | undefined, JsonText | null>
  createdAt: Generated<Date>
}

export interface ImageFilesTable {
  supplierId: string
  sha256: string
  width: number
  contentType: string
  bytes: Buffer
}

export interface ImportRowsTable {
  supplierId: string
  importId: string
  rowNo: number
  remoteKey: string
  tab: 'new' | 'changed' | 'linked' | 'unusable'
  name: string
  code: Generated<string>
  detail: Generated<string>
  reason: string | null
  changes: ColumnType<JsonValue, JsonText | undefined, JsonText>
  matchId: string | null
  matchReason: string | null
  choice: Generated<'none' | 'apply' | 'link'>
  record: ColumnType<JsonValue | null, JsonText | null | undefined, JsonText | null>
  outcome: 'created' | 'updated' | 'linked' | 'failed' | null
  outcomeSentence: string | null
}

export interface ImportsTable {
  supplierId: string
  importId: string
  connectionId: string
  kind: 'customers' | 'products'
  state: 'reading' | 'ready' | 'applying' | 'done' | 'failed' | 'cancelled'
  pagesRead: Generated<number>
  rowsRead: Generated<number>
  rowsExpected: number | null
  rowsToApply: Generated<number>
  rowsApplied: Generated<number>
  sentence: string | null
  purpose: Generated<'import' | 'refresh'>
  failures: Generated<number>
  startedBy: string
  startedAt: Generated<Date>
  applyStartedAt: Date | null
  endedAt: Date | null
}

export interface InboxEntriesTable {
  supplierId: string
  entryId: string
  subjectKind: 'push' | 'double' | 'import-row' | 'image' | 'connection'
  subjectId: string
  cause: string
  sentence: string
  field: string | null
  said: string | null
  fix: ColumnType<JsonValue, JsonText | undefined, JsonText>
  detail: ColumnType<JsonValue, JsonText | undefined, JsonText>
  openedAt: Generated<Date>
  seenCount: Generated<number>
  lastSeenAt: Generated<Date>
  closedAt: Date | null
  closedBy: string | null
  closedReason: string | null
}

export interface LoopsTable {
  supplierId: string
  connectionId: string
  loop: 'pushes' | 'dispatches' | 'refresh'
  cursor: ColumnType<JsonValue | null, JsonText | null | undefined, JsonText | null>
  lastStartedAt: Date | null
  lastEndedAt: Date | null
  lastOutcome: string | null
  lastSentence: string | null
  nextAt: Date | null
}

export interface MembersTable {
  supplierId: string
  userId: string
  role: 'owner' | 'manager' | 'staff'
  joinedAt: Generated<Date>
}

export interface OrderEventsTable {
  supplierId: string
  orderId: string
  eventId: string
  at: Date
  kind: string
  actorKind: 'person' | 'purvey' | 'erp'
  actorName: string
  data: ColumnType<JsonValue, JsonText | undefined, JsonText>
}

export interface OrderLinesTable {
  supplierId: string
  orderId: string
  lineId: string
  position: number
  productId: string
  code: string
  name: string
  option1: string | null
  option2: string | null
  option3: string | null
  size: string | null
  unit: string | null
  unitSize: Generated<string>
  quantity: string
  unitPrice: string
  priceReason: ColumnType<JsonValue, JsonText, JsonText>
  comment: Generated<string>
  lineTotal: string
  quantityShipped: Generated<string>
}

export interface OrdersTable {
  supplierId: string
  orderId: string
  number: string
  status: 'draft' | 'placed' | 'approved' | 'part-shipped' | 'shipped' | 'rejected' | 'cancelled'
  pushState: Generated<'none' | 'not-needed' | 'waiting' | 'in-erp' | 'parked'>
  source: 'staff' | 'store' | 'api' | 'edi'
  customerId: string
  poNumber: string | null
  deliveryOn: string | null
  buyerNote: Generated<string>
  internalNote: Generated<string>
  currency: string
  taxTreatment: 'exclusive' | 'inclusive' | 'exempt'
  taxRate: string
  taxRounding: 'line' | 'order'
  freight: Generated<string>
  freightDescription: Generated<string>
  productTotal: string
  tax: string
  total: string
  lineCount: number
  deliveryAddress: ColumnType<JsonValue, JsonText | undefined, JsonText>
  billingAddress: ColumnType<JsonValue, JsonText | undefined, JsonText>
  revision: Generated<number>
  createdBy: string
  placedAt: Date | null
  approvedAt: Date | null
  closedReason: string | null
  shippedAt: Date | null
  carrier: string | null
  trackingCode: string | null
  createdAt: Generated<Date>
  updatedAt: Generated<Date>
  numberKey: ColumnType<string | null, never, never>
  numberTail: ColumnType<string | null, never, never>
  poKey: ColumnType<string | null, never, never>
  voidedInErp: Generated<boolean>
}

export interface ProductImagesTable {
  supplierId: string
  productId: string
  position: number
  sourceUrl: string
  state: 'waiting' | 'ready' | 'failed'
  reason: string | null
  sha256: string | null
  attempts: Generated<number>
}

export interface ProductsTable {
  supplierId: string
  productId: string
  name: string
  code: string
  barcode: string | null
  styleCode: string | null
  brand: string | null
  category: string | null
  subCategory: string | null
  description: string | null
  option1: string | null
  option2: string | null
  option3: string | null
  size: string | null
  unit: string | null
  unitSize: Generated<string>
  tierPrices: ColumnType<JsonValue, JsonText | undefined, JsonText>
  basePrice: string | null
  isActive: Generated<boolean>
  keptFields: ColumnType<JsonValue, JsonText | undefined, JsonText>
  revision: Generated<number>
  createdAt: Generated<Date>
  updatedAt: Generated<Date>
  search: ColumnType<string | null, never, never>
  sortName: ColumnType<string | null, never, never>
  codeKey: ColumnType<string | null, never, never>
}

export interface PushesTable {
  supplierId: string
  orderId: string
  state: 'waiting' | 'sending' | 'in-erp' | 'parked' | 'cancelled'
  reference: string
  attempts: Generated<number>
  unclear: Generated<boolean>
  settlesAt: Date | null
  absent: Generated<number>
  nextAttemptAt: Date
  verifyAt: Date | null
  leaseOwner: string | null
  leaseUntil: Date | null
  connectionId: string | null
  remoteKey: string | null
  remoteReference: string | null
  how: 'created' | 'found' | 'linked-by-hand' | null
  verified: 'verified' | 'different' | null
  differences: ColumnType<JsonValue, JsonText | undefined, JsonText>
  remote: ColumnType<JsonValue | null, JsonText | null | undefined, JsonText | null>
  remoteSeenAt: Date | null
  problemCode: string | null
  problemSentence: string | null
  problemSaid: string | null
  acceptedAt: Date | null
  createdAt: Generated<Date>
  updatedAt: Generated<Date>
  referenceKey: ColumnType<string | null, never, never>
}

export interface SearchVariantsTable {
  supplierId: string
  kind: 'customer' | 'product'
  variant: string
  word: string
}

export interface SearchWordsTable {
  supplierId: string
  kind: 'customer' | 'product'
  word: string
  sortName: string
  localId: string
}

export interface SignInAttemptsTable {
  subject: string
  attemptedAt: Date
  attemptId: string
}

export interface SuppliersTable {
  supplierId: string
  name: string
  currency: string
  country: Generated<string>
  timeZone: string
  orderPrefix: Generated<string>
  nextOrderNumber: Generated<number>
  taxTreatment: Generated<'exclusive' | 'inclusive' | 'exempt'>
  taxRate: Generated<string>
  taxRounding: Generated<'line' | 'order'>
  freightDescription: Generated<string>
  internalCommentTemplate: Generated<string>
  settingsRevision: Generated<number>
  createdAt: Generated<Date>
}

export interface Database {
  authAccount: AuthAccountTable
  authSession: AuthSessionTable
  authUser: AuthUserTable
  authVerification: AuthVerificationTable
  callBudgets: CallBudgetsTable
  calls: CallsTable
  connections: ConnectionsTable
  customers: CustomersTable
  erpLinks: ErpLinksTable
  idempotencyKeys: IdempotencyKeysTable
  imageFiles: ImageFilesTable
  importRows: ImportRowsTable
  imports: ImportsTable
  inboxEntries: InboxEntriesTable
  loops: LoopsTable
  members: MembersTable
  orderEvents: OrderEventsTable
  orderLines: OrderLinesTable
  orders: OrdersTable
  productImages: ProductImagesTable
  products: ProductsTable
  pushes: PushesTable
  searchVariants: SearchVariantsTable
  searchWords: SearchWordsTable
  signInAttempts: SignInAttemptsTable
  suppliers: SuppliersTable
}
