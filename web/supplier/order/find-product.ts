// What is typed to add a line: a code, a barcode or a name, with a number before it or not. Decides which product a
// finished entry means; when that is not certain it says so instead of choosing.
import type { ProductRow } from '../../../src/contract/products.ts'

export type Entry = { readonly quantity: string; readonly text: string }

/** `12x TOM-5`, `12 × TOM-5` and `12*TOM-5` are twelve of TOM-5; anything else is one of it. */
export function readEntry(typed: string): Entry {
  const match = /^\s*(\d{1,6}(?:[.,]\d{1,4})?)\s*[x×*]\s*(\S.*)$/i.exec(typed)
  if (match === null) return { quantity: '1', text: typed.trim() }
  const quantity = (match[1] ?? '1').replace(',', '.')
  return { quantity: Number(quantity) > 0 ? quantity : '1', text: (match[2] ?? '').trim() }
}

/** The product that `text` names exactly by code or barcode, or the only one found. */
export function meant(text: string, found: readonly ProductRow[]): ProductRow | undefined {
  const wanted = text.trim().toLocaleLowerCase()
  const exact = found.filter(
    (one) => one.code.toLocaleLowerCase() === wanted || one.barcode?.toLocaleLowerCase() === wanted,
  )
  if (exact.length === 1) return exact[0]
  return exact.length === 0 && found.length === 1 ? found[0] : undefined
}
