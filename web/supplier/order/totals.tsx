// The sums of an order. While something is unsaved they are computed here, by the same arithmetic as on the server, and
// say that they are not saved.
import { useMemo } from 'react'
import { useTranslations } from 'use-intl'
import type { OrderView } from '../../../src/contract/order-views.ts'
import { orderTotals } from '../../../src/core/money.ts'
import type { OrderTotals } from '../../../src/core/money.ts'
import { KeyValue } from '../../ui/key-value.tsx'
import { Money } from '../../ui/money.tsx'
import { StatusMark } from '../../ui/status-mark.tsx'
import { countable, isGood, tidy } from './draft.ts'
import type { Draft } from './draft.ts'

export type Terms = Pick<OrderView, 'currency' | 'taxTreatment' | 'taxRate' | 'taxRounding'>
type Sums = Pick<OrderTotals, 'productTotal' | 'freight' | 'tax' | 'total'>

/** The totals of a draft, by the terms of its order, which may differ from the settings of today. */
export function useDraftTotals(draft: Draft, terms: Terms): { lineTotals: readonly string[]; sums: Sums } {
  const { lines } = draft
  const { freight } = draft.details
  return useMemo(() => {
    const priced = countable(lines)
    const totals = orderTotals({
      currency: terms.currency,
      taxTreatment: terms.taxTreatment,
      taxRate: terms.taxRate,
      taxRounding: terms.taxRounding,
      freight: isGood('unitPrice', freight) ? freight : '0',
      lines: priced,
    })
    return { lineTotals: totals.lineTotals, sums: totals }
  }, [lines, freight, terms])
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
