// The editable part of an order, new or in review: the grid, the field that adds to it, the sums, freight, notes and
// addresses. Holds nothing itself.
import { useCallback, useLayoutEffect, useRef } from 'react'
import type { RefObject } from 'react'
import { useTranslations } from 'use-intl'
import type { ProductRow } from '../../../src/contract/products.ts'
import { Section } from '../../ui/page.tsx'
import { AddLine } from './add-line.tsx'
import { MoreFields } from './details-fields.tsx'
import { lineFor, sum } from './draft.ts'
import type { Draft, DraftLine, LineField } from './draft.ts'
import { LineGrid } from './line-grid.tsx'
import { nameOf } from './rebase.ts'
import { Totals } from './totals.tsx'
import type { Terms } from './totals.tsx'
import type { Change } from './use-order-draft.ts'

const mostLines = 1000

export type GoTo = RefObject<((key: string, field: LineField) => void) | null>

export function OrderEditor(props: {
  draft: Draft
  base: readonly DraftLine[]
  terms: Terms
  lineTotals: readonly string[]
  sums: Parameters<typeof Totals>[0]['sums']
  unsaved: boolean
  change: Change
  goTo: GoTo
  addField: RefObject<HTMLInputElement | null>
}) {
  const t = useTranslations('order')
  const { draft, terms, change, goTo, addField } = props
  const { lines } = draft
  const latest = useRef(lines)
  useLayoutEffect(() => {
    latest.current = lines
  }, [lines])

  const add = useCallback(
    (product: ProductRow, quantity: string) => {
      const there = latest.current.find((line) => line.productId === product.productId)
      if (there !== undefined) {
        const next = sum(there.quantity, quantity)
        change({ type: 'line', key: there.key, field: 'quantity', value: next })
        return { words: t('addedMore', { name: nameOf(there), quantity: next }), bad: false }
      }
      if (latest.current.length >= mostLines) return { words: t('fullOrder'), bad: true }
      const line = lineFor(product, quantity)
      change({ type: 'add', line })
      // Without a list price the next thing to type is the price.
      if (line.unitPrice === '') requestAnimationFrame(() => goTo.current?.(line.key, 'unitPrice'))
      else requestAnimationFrame(() => addField.current?.scrollIntoView({ block: 'nearest' }))
      return { words: t('added', { name: nameOf(line) }), bad: false }
    },
    [change, t, goTo, addField],
  )

  return (
    <>
      <h2 className="sr-only">{t('lines')}</h2>
      <LineGrid
        lines={lines}
        base={props.base}
        totals={props.lineTotals}
        currency={terms.currency}
        change={change}
        addField={addField}
        goTo={goTo}
      />
      <AddLine
        field={addField}
        currency={terms.currency}
        onAdd={add}
        onUp={() => {
          const last = lines.at(-1)
          if (last !== undefined) goTo.current?.(last.key, 'quantity')
        }}
        full={lines.length >= mostLines}
      />
      <Totals sums={props.sums} terms={terms} unsaved={props.unsaved} />
      <Section title={t('details')}>
        <MoreFields details={draft.details} change={change} />
      </Section>
    </>
  )
}
