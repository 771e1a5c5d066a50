// The sums of an order. While something is unsaved they are computed here, by the same arithmetic as on the server, and
// say that they are not saved.
import { useMemo } from 'react'
import { useTranslations } from 'use-intl'
import type { AnswerOf } from '../../../src/contract/endpoint.ts'
import type { getSupplier } from '../../../src/contract/desk.ts'
import type { OrderView } from '../../../src/contract/order-views.ts'
import { lineTotal, orderTotals } from '../../../src/core/money.ts'
import type { OrderTotals, TaxRounding } from '../../../src/core/money.ts'
import { format } from '../../../src/core/decimal.ts'
import { KeyValue } from '../../ui/key-value.tsx'
import { Money } from '../../ui/money.tsx'
import { StatusMark } from '../../ui/status-mark.tsx'
import { countable, isGood, tidy } from './draft.ts'
import type { Draft } from './draft.ts'

export type Terms = Pick<OrderView, 'currency' | 'taxTreatment' | 'taxRate'>
type Sums = Pick<OrderTotals, 'productTotal' | 'freight' | 'tax' | 'total'>

/** The totals of a draft. `rounding` undefined (settings not read yet): only the lines are known. */
export function useDraftTotals(
  draft: Draft,
  terms: Terms | AnswerOf<typeof getSupplier> | undefined,
  rounding: TaxRounding | undefined,
): { lineTotals: readonly string[]; sums: Sums | null } {
  const { lines } = draft
  const { freight } = draft.details
  return useMemo(() => {
    const priced = countable(lines)
    if (terms === undefined) return { lineTotals: priced.map(() => '0'), sums: null }
    if (rounding === undefined)
      return { lineTotals: priced.map((line) => format(lineTotal(line, terms.currency))), sums: null }
    const totals = orderTotals({
      currency: terms.currency,
      taxTreatment: terms.taxTreatment,
      taxRate: terms.taxRate,
      taxRounding: rounding,
      freight: isGood('unitPrice', freight) ? freight : '0',
      lines: priced,
    })
    return { lineTotals: totals.lineTotals, sums: totals }
  }, [lines, freight, terms, rounding])
}

export function Totals(props: { sums: Sums; terms: Terms; unsaved: boolean }) {
  const t = useTranslations('order')
  const { sums, terms } = props
  const money = (amount: string) => <Money amount={amount} currency={terms.currency} />
  const rate = tidy(terms.taxRate)
  const taxName =
    terms.taxTreatment === 'exempt'
      ? t('taxExempt')
      : t(terms.taxTreatment === 'inclusive' ? 'taxIncluded' : 'tax', { rate })
  return (
    <section aria-label={t('totals')} className="flex justify-end pt-4">
      <div className="w-full max-w-72">
        <KeyValue
          sums
          facts={[
            { name: t('productTotal'), value: money(sums.productTotal) },
            { name: t('freight'), value: money(sums.freight) },
            { name: taxName, value: money(sums.tax) },
            { name: t('total'), value: money(sums.total) },
          ]}
        />
        <output className="mt-1 flex min-h-5 justify-end text-small">
          {props.unsaved && <StatusMark tone="amber">{t('notSaved')}</StatusMark>}
        </output>
      </div>
    </section>
  )
}
