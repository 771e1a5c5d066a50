// Money and quantities in text and tables. Both take exact strings; neither computes.
import { useLocale } from 'use-intl'
import { cx } from './cx.ts'
import { formatMoney, formatQty } from './format.ts'

/** `amount` is a decimal string (`12.50`), `currency` an ISO code. Null shows a dash. */
export function Money(props: {
  amount: string | null
  currency: string
  strong?: boolean | undefined
  was?: boolean | undefined
}) {
  const locale = useLocale()
  if (props.amount === null) return <None />
  return (
    <span
      className={cx(
        'whitespace-nowrap tabular-nums',
        props.strong === true && 'font-semibold',
        props.was === true && 'text-soft line-through',
      )}
    >
      {formatMoney(props.amount, props.currency, locale)}
    </span>
  )
}

/** `unit` is said after the number, quieter: `12 ctn`. */
export function Qty(props: { qty: string | number | null; unit?: string | undefined }) {
  const locale = useLocale()
  if (props.qty === null) return <None />
  return (
    <span className="whitespace-nowrap tabular-nums">
      {formatQty(props.qty, locale)}
      {props.unit !== undefined && <span className="text-soft"> {props.unit}</span>}
    </span>
  )
}

/** What stands where there is no value. */
export function None() {
  return (
    <span aria-hidden className="text-soft">
      –
    </span>
  )
}
