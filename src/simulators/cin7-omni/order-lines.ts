// Links and completes the lines of a sales order: by productOptionId (it wins), code or barcode (spec), with the product's
// own words for what the client left out. An unknown product becomes a free-text line unless a switch says otherwise (guess).

import type { Account } from './account.ts'
import { exact, roundTo, times, toNumber } from './decimal.ts'
import { BadRequest } from './list-query.ts'
import type { ContactRow, LineRow, LineSizeRow, OptionRow, UomRow } from './rows.ts'
import { textOf } from './wire-values.ts'
import type { Sent } from './wire-values.ts'

type Found = { option: OptionRow; uom?: UomRow; sized: boolean }

export type LineSetting = {
  account: Account
  orderId: number
  contact: ContactRow | undefined
  /** How a unit price of the order as it was reads, where that is not what was posted. */
  asRead?: ((price: number) => number) | null
}

export class LineRefused extends Error {}

const codeFields = [
  'productOptionSizeCode',
  'productOptionCode',
  'productOptionSizeBarcode',
  'productOptionBarcode',
]

function byCode(account: Account, code: string, fields: string[]): Found | undefined {
  for (const name of fields) {
    const option = account.options.by(name, code)[0]
    if (option) return { option, sized: name.includes('Size') && option.size !== undefined }
  }
  const key = account.uomCodes.get(code.toLowerCase())
  const option = key === undefined ? undefined : account.options.get(key)
  const uom = option?.uomOptions?.find((one) => one.code.toLowerCase() === code.toLowerCase())
  return option && uom ? { option, uom, sized: false } : undefined
}

function findOption(account: Account, sent: Sent): Found | undefined {
  const id = Number(sent['productOptionId'] ?? 0)
  const code = textOf(sent['code']).trim()
  if (id !== 0) {
    const rows = account.options.by('id', id)
    const sized = rows.find(
      (row) => code !== '' && row.productOptionSizeCode?.toLowerCase() === code.toLowerCase(),
    )
    const option = sized ?? rows[0]
    if (!option) return undefined
    const uom = option.uomOptions?.find((one) => one.code.toLowerCase() === code.toLowerCase())
    return { option, sized: sized?.size !== undefined, ...(uom ? { uom } : {}) }
  }
  if (code !== '') return byCode(account, code, codeFields.slice(0, 2))
  const barcode = textOf(sent['barcode']).trim()
  return barcode === '' ? undefined : byCode(account, barcode, codeFields.slice(2))
}

/** `Qty|Size|Code|Barcode`, several parted by comma, semicolon or line break (the format is spec, the parting a guess). */
function parseSizeCodes(text: string): LineSizeRow[] {
  return text.split(/[,;\r\n]+/).flatMap((part) => {
    const [qty = '', name = '', code = '', barcode = ''] = part.split('|').map((piece) => piece.trim())
    if (!name || qty === '' || Number.isNaN(Number(qty))) return []
    return [{ qty: Number(qty), name, code: code || null, barcode: barcode || null }]
  })
}

/**
 * A size that the option does not have is left out: a live portal posts the help page's sample sizes, to no harm. One that it
 * has carries the option's own code and barcode. `known` is null for a line of free text, which has no option to ask.
 */
function sizesOf(sent: Sent, found: Found | undefined, known: OptionRow[] | null): LineSizeRow[] {
  const own = (size: LineSizeRow): LineSizeRow[] => {
    if (typeof size.name !== 'string' || size.name === '' || !size.qty) return []
    const option = known?.find((row) => row.size?.toLowerCase() === size.name.toLowerCase())
    if (known && !option) return []
    const code = option?.productOptionSizeCode ?? size.code ?? null
    const barcode = option?.productOptionSizeBarcode ?? size.barcode ?? null
    return [{ ...size, name: option?.size ?? size.name, code, barcode }]
  }
  const posted = Array.isArray(sent['sizes']) ? (sent['sizes'] as LineSizeRow[]) : []
  const real = posted.flatMap(own)
  if (real.length > 0) return real
  const parsed = parseSizeCodes(textOf(sent['sizeCodes'])).flatMap(own)
  if (parsed.length > 0 || !found?.sized) return parsed
  const { option } = found
  const code = option.productOptionSizeCode ?? null
  return [
    {
      name: option.size ?? '',
      code,
      barcode: option.productOptionSizeBarcode ?? null,
      qty: Number(sent['qty'] ?? 0),
    },
  ]
}

const sameTier = (a: string, b: string): boolean =>
  a.replaceAll(' ', '').toLowerCase() === b.replaceAll(' ', '').toLowerCase()

/** The price of the customer's tier, less the percentage off; a tier of 0 or null falls back to retail (live, one client). */
function memberPrice(option: OptionRow, contact: ContactRow | undefined): number {
  const tier = Object.entries(option.priceColumns ?? {}).find(
    ([name]) => contact?.priceColumn && sameTier(name, contact.priceColumn),
  )
  const base = tier?.[1] ? tier[1] : (option.retailPrice ?? 0)
  const left = exact(100 - (contact?.percentageOff ?? 0))
  return toNumber(roundTo(times(exact(base), times(left, exact(0.01))), 4))
}

function priceOf(
  setting: LineSetting,
  sent: Sent,
  old: LineRow | undefined,
  found: Found | undefined,
): number {
  // A PUT of the line as it was read must not change its price, whatever currency reads have (inferred).
  if (old?.unitPrice !== undefined && sent['unitPrice'] === setting.asRead?.(old.unitPrice))
    return old.unitPrice
  if (sent['unitPrice'] !== undefined) return Number(sent['unitPrice'])
  if (old?.unitPrice !== undefined) return old.unitPrice
  if (setting.account.switches.unitPriceOmitted === 'zero' || !found) return 0
  return memberPrice(found.option, setting.contact)
}

function refuseUnknown(account: Account, sent: Sent): void {
  const mode = account.switches.unknownLineCode
  if (mode === 'freeText') return
  const what = sent['productOptionId']
    ? `productOptionId ${textOf(sent['productOptionId'])}`
    : `code ${textOf(sent['code'])}`
  const sentence = `Line item: the product with ${what} could not be found.`
  if (mode === 'badRequest') throw new BadRequest(sentence)
  throw new LineRefused(sentence)
}

/** Every word of the product that the client did not send itself. */
function productWords(account: Account, found: Found): Sent {
  const { option, uom } = found
  const product = account.products.by('id', option.productId)[0]
  return {
    productId: option.productId,
    productOptionId: option.id,
    styleCode: product?.styleCode,
    name: product?.name,
    code: uom?.code ?? (found.sized ? option.productOptionSizeCode : option.productOptionCode),
    barcode: found.sized ? option.productOptionSizeBarcode : option.productOptionBarcode,
    option1: option.option1,
    option2: option.option2,
    option3: option.option3,
    uomSize: uom?.quantity ?? 1,
  }
}

const kept = [
  'integrationRef',
  'lineComments',
  'unitCost',
  'discount',
  'accountCode',
  'stockControl',
  'taxRate',
  'createdDate',
] as const
const ownWords = ['name', 'option1', 'option2', 'option3'] as const

function links(sent: Sent): boolean {
  return ['productOptionId', 'code', 'barcode'].some(
    (name) => sent[name] !== undefined && sent[name] !== '' && sent[name] !== 0,
  )
}

/** Whether a line of a PUT names another product than it has: by id, which wins (spec), by code, or by barcode alone. */
function namesAnother(sent: Sent, old: LineRow): boolean {
  const differs = (name: string): boolean => {
    const given = textOf(sent[name]).trim().toLowerCase()
    return given !== '' && given !== textOf(old[name]).toLowerCase()
  }
  const id = Number(sent['productOptionId'] ?? 0)
  if ((id !== 0 && id !== old.productOptionId) || differs('code')) return true
  return id === 0 && !sent['code'] && differs('barcode')
}

export function buildLine(setting: LineSetting, sent: Sent, old: LineRow | undefined, sort: number): LineRow {
  const { account } = setting
  const relink = old === undefined || namesAnother(sent, old)
  const found = relink ? findOption(account, sent) : undefined
  if (relink && !found && links(sent)) refuseUnknown(account, sent)
  const line: LineRow = {
    id: old?.id ?? account.nextLineId(),
    createdDate: account.nowWire(),
    transactionId: setting.orderId,
    parentId: 0,
    productId: 0,
    productOptionId: 0,
    qty: 0,
    qtyShipped: 0,
    holdingQty: 0,
    uomSize: 1,
    discount: 0,
    sort,
    ...old,
  }
  if (relink && !found)
    Object.assign(line, { productId: 0, productOptionId: 0, code: sent['code'], barcode: sent['barcode'] })
  if (found) Object.assign(line, productWords(account, found))
  for (const name of ownWords) if (sent[name] !== undefined) line[name] = sent[name]
  for (const name of kept) if (sent[name] !== undefined) Object.assign(line, { [name]: sent[name] })
  if (sent['sort'] !== undefined) line.sort = Number(sent['sort'])
  if (relink || sent['sizes'] !== undefined || sent['sizeCodes'] !== undefined)
    line.sizes = sizesOf(
      sent,
      found,
      line.productOptionId === 0 ? null : account.options.by('id', line.productOptionId),
    )
  const sizeQty = (line.sizes ?? []).reduce((sum, size) => sum + size.qty, 0)
  line.qty = sent['qty'] === undefined ? (old?.qty ?? sizeQty) : Number(sent['qty'])
  const onlySize = line.sizes?.length === 1 ? line.sizes[0] : undefined
  if (onlySize) line.sizes = [{ ...onlySize, qty: line.qty }]
  line['sizeCodes'] = (line.sizes ?? [])
    .map((size) => `${size.qty}|${size.name}|${size.code ?? ''}|${size.barcode ?? ''}`)
    .join(',')
  line.unitPrice = priceOf(setting, sent, old, found)
  const uomSize = Number(line['uomSize']) || 1
  line['uomPrice'] = toNumber(times(exact(line.unitPrice), exact(uomSize)))
  line['uomQtyOrdered'] = line.qty / uomSize
  line['uomQtyShipped'] = line.qtyShipped / uomSize
  return line
}

/** PUT lineItems: merged by line id, or the old list is replaced, by switch (guess). */
export function buildLines(setting: LineSetting, sent: Sent[], old: LineRow[]): LineRow[] {
  const byId = new Map(old.map((line) => [line.id, line]))
  const written = sent.map((one, index) =>
    buildLine(setting, one, byId.get(Number(one['id'] ?? 0)), index + 1),
  )
  if (setting.account.switches.putLineItems === 'replace') return written
  const updated = new Map(written.map((line) => [line.id, line]))
  const stayed = old.map((line) => updated.get(line.id) ?? line)
  return [...stayed, ...written.filter((line) => !byId.has(line.id))]
}
