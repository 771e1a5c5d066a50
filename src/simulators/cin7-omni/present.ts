// Turns a stored row into what the API answers: every field of the model, in its order, null or 0 by its mark.
// It must never show a field that the model does not have.

import { modelNamed } from './model.ts'
import type { Field, Model } from './model.ts'
import type { Row } from './rows.ts'

/** Which fields to show, by lower-cased name; null shows all. Nested names restrict the nested record. */
export type Selection = Map<string, Selection | null>

function emptyValue(field: Field): unknown {
  switch (field.kind) {
    case 'int':
    case 'dec':
      return field.nonNull ? 0 : null
    case 'bool':
      return field.nonNull ? false : null
    case 'list':
    case 'ints':
    case 'strs':
      return []
    case 'map':
      return {}
    default:
      return null
  }
}

export function presentRow(
  model: Model,
  row: Row,
  selection: Selection | null,
  origin: string,
): Record<string, unknown> {
  const answer: Record<string, unknown> = {}
  for (const field of model.fields) {
    if (selection && !selection.has(field.name.toLowerCase())) continue
    const value = row[field.name]
    answer[field.name] =
      value === null || value === undefined
        ? emptyValue(field)
        : presentValue(field, value, selection?.get(field.name.toLowerCase()) ?? null, origin)
  }
  return answer
}

function presentValue(field: Field, value: unknown, selection: Selection | null, origin: string): unknown {
  if (field.kind === 'list' && Array.isArray(value)) {
    const nested = modelNamed(field.nested ?? '')
    return value.map((item) => presentRow(nested, item as Row, selection, origin))
  }
  if (field.kind === 'one') return presentRow(modelNamed(field.nested ?? ''), value as Row, selection, origin)
  if (field.name === 'link' && typeof value === 'string' && value.startsWith('/')) return origin + value
  return value
}

/** Records nest two deep at most; brackets beyond this are not read. */
const deepestSelection = 8

/** Reads `fields=id, reference,lineItems(code, qty)`. Unbalanced brackets are read as far as they make sense. */
export function parseSelection(text: string): Selection {
  let at = 0
  const readList = (depth: number): Selection => {
    const selection: Selection = new Map()
    let name = ''
    const add = (nested: Selection | null) => {
      if (name.trim()) selection.set(name.trim().toLowerCase(), nested)
      name = ''
    }
    while (at < text.length) {
      const char = text[at] ?? ''
      at += 1
      if (char === ',') add(null)
      else if (char === '(') {
        if (depth < deepestSelection) add(readList(depth + 1))
      } else if (char === ')') break
      else name += char
    }
    add(null)
    return selection
  }
  const selection = readList(0)
  while (at < text.length) for (const [name, nested] of readList(0)) selection.set(name, nested)
  return selection
}
