// One editable line: a row where there is room, a card with steppers where there is not. The same elements in both, so
// that nothing typed is lost when the window changes.
import { X } from 'lucide-react'
import { memo } from 'react'
import { useTranslations } from 'use-intl'
import { Money } from '../../ui/money.tsx'
import type { DraftLine } from './draft.ts'
import { LineInput, PriceReason, ProductWords, RepriceHint, Stepper, Thumb } from './line-cells.tsx'
import { nameOf } from './rebase.ts'
import type { Change } from './use-order-draft.ts'

/** The columns of rows, and of the head above them. */
export const rowColumns =
  '@min-[34rem]:grid-cols-[2.25rem_minmax(0,1fr)_5rem_7.5rem_6.5rem_2rem] @min-[45rem]:grid-cols-[2.25rem_minmax(0,1fr)_5rem_7.5rem_minmax(6rem,9rem)_6.5rem_2rem]'

export type LineRowProps = {
  line: DraftLine
  /** The line as saved, if it is. */
  was: DraftLine | undefined
  index: number
  total: string
  currency: string
  change: Change
  onRemove: (line: DraftLine, index: number) => void
}

export const LineRow = memo(function LineRow(props: LineRowProps) {
  const t = useTranslations('order')
  const { line, was, index, total, currency, change, onRemove } = props
  const name = nameOf(line)
  return (
    <div
      className={`grid grid-cols-[2.75rem_minmax(0,1fr)_auto] items-start gap-x-3 gap-y-2 border-b border-line py-3 @min-[34rem]:gap-x-2 @min-[34rem]:gap-y-1 @min-[34rem]:py-1.5 ${rowColumns}`}
    >
      <Thumb image={line.image} />
      <ProductWords {...line} />
      <div className="col-span-3 col-start-1 row-start-2 flex items-start gap-2 @min-[34rem]:contents">
        <div className="flex shrink-0 items-start gap-1 @min-[34rem]:col-start-3 @min-[34rem]:row-start-1">
          <Stepper line={line} change={change} by={-1} className="@min-[34rem]:hidden" />
          <LineInput
            line={line}
            index={index}
            field="quantity"
            label={t('quantityOf', { name })}
            complaint={t('badQuantity')}
            change={change}
            className="w-16 @min-[34rem]:w-full"
          />
          <Stepper line={line} change={change} by={1} className="@min-[34rem]:hidden" />
        </div>
        <div className="flex min-w-0 flex-1 flex-col @min-[34rem]:col-start-4 @min-[34rem]:row-start-1">
          <div className="flex items-center gap-0.5">
            <PriceReason line={line} was={was} currency={currency} change={change} />
            <LineInput
              line={line}
              index={index}
              field="unitPrice"
              label={t('priceOf', { name })}
              complaint={t('badPrice')}
              change={change}
              className="flex-1"
            />
          </div>
          <RepriceHint line={line} currency={currency} change={change} />
        </div>
      </div>
      <div className="col-span-2 col-start-1 row-start-3 @min-[34rem]:col-span-2 @min-[34rem]:col-start-2 @min-[34rem]:row-start-2 @min-[45rem]:col-span-1 @min-[45rem]:col-start-5 @min-[45rem]:row-start-1">
        <LineInput
          line={line}
          index={index}
          field="comment"
          label={t('commentOf', { name })}
          complaint={t('tooLong')}
          placeholder={t('comment')}
          change={change}
        />
      </div>
      <div className="col-start-3 row-start-3 self-center text-right @min-[34rem]:col-start-5 @min-[34rem]:row-start-1 @min-[34rem]:self-start @min-[34rem]:pt-1.5 @min-[45rem]:col-start-6">
        <Money amount={total} currency={currency} />
      </div>
      <button
        type="button"
        data-cell="remove"
        aria-label={t('removeLine', { name })}
        onClick={() => onRemove(line, index)}
        className="col-start-3 row-start-1 flex size-8 items-center justify-center justify-self-end rounded-control text-soft hover:bg-red-wash hover:text-red-text max-md:-mt-1 max-md:-mr-2 max-md:size-11 @min-[34rem]:col-start-6 @min-[45rem]:col-start-7"
      >
        <X aria-hidden className="size-4" />
      </button>
    </div>
  )
})
