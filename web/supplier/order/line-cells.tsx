// The pieces of one line of an order: its picture, its product, its numbers. Light, because there may be a thousand.
import { Info, Minus, Package, Plus } from 'lucide-react'
import { useContext } from 'react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useFormat } from '../../kit/format.ts'
import { cx } from '../../ui/cx.ts'
import { asDecimal } from '../../ui/decimal-input.ts'
import { FieldErrors } from '../../ui/field.tsx'
import { Popover } from '../../ui/popover.tsx'
import { Button } from '../../ui/button.tsx'
import { differsFromList, isGood, step, tidy } from './draft.ts'
import type { DraftLine, LineField } from './draft.ts'
import { nameOf } from './rebase.ts'
import type { Change } from './use-order-draft.ts'

export function Thumb(props: { image: string | null }) {
  if (props.image === null) {
    return (
      <span
        aria-hidden
        className="flex size-9 shrink-0 items-center justify-center rounded-small bg-sunken text-soft max-md:size-11"
      >
        <Package className="size-4 opacity-60" />
      </span>
    )
  }
  return (
    <img
      src={props.image}
      alt=""
      width={44}
      height={44}
      loading="lazy"
      decoding="async"
      className="size-9 shrink-0 rounded-small bg-sunken object-cover max-md:size-11"
    />
  )
}

export function ProductWords(props: {
  name: string
  option: string
  code: string
  unit: string | null
  children?: ReactNode
}) {
  return (
    <div className="min-w-0">
      <div className="wrap-anywhere">
        {props.name}
        {props.option !== '' && <span className="text-soft"> {props.option}</span>}
      </div>
      <div className="text-small text-soft">
        <span className="font-mono wrap-anywhere">{props.code}</span>
        {props.unit !== null && props.unit !== '' && <> · {props.unit}</>}
      </div>
      {props.children}
    </div>
  )
}

const cell = 'control w-full min-w-0 px-2'

/** One typed cell. `data-cell` is how the keys find it. */
export function LineInput(props: {
  line: DraftLine
  index: number
  field: LineField
  label: string
  /** What is wrong, once the value cannot be saved. */
  complaint: string
  change: Change
  placeholder?: string | undefined
  className?: string | undefined
}) {
  const { line, index, field, label, complaint, change } = props
  const name = `lines.${index}.${field}`
  const said = useContext(FieldErrors).get(name)
  const bad = !isGood(field, line[field]) || said !== undefined
  const noteId = `${line.key}-${field}-note`
  const isNumber = field !== 'comment'
  return (
    <span className={cx('flex min-w-0 flex-col', props.className)}>
      <input
        name={name}
        data-cell={field}
        type="text"
        inputMode={isNumber ? 'decimal' : 'text'}
        autoComplete="off"
        aria-label={label}
        aria-invalid={bad || undefined}
        aria-describedby={bad ? noteId : undefined}
        value={line[field]}
        placeholder={props.placeholder}
        onFocus={isNumber ? (event) => event.target.select() : undefined}
        onChange={(event) =>
          change({
            type: 'line',
            key: line.key,
            field,
            value: isNumber ? asDecimal(event.target.value, false) : event.target.value,
          })
        }
        className={cx(cell, isNumber && 'text-right tabular-nums')}
      />
      {bad && (
        <span id={noteId} className="text-small text-red-text">
          {said ?? complaint}
        </span>
      )}
    </span>
  )
}

/** Minus and plus beside the quantity, for thumbs; hidden where there is a keyboard's room. */
export function Stepper(props: { line: DraftLine; change: Change; by: 1 | -1; className?: string }) {
  const t = useTranslations('order')
  const { line, change, by } = props
  const Icon = by === 1 ? Plus : Minus
  return (
    <button
      type="button"
      aria-label={t(by === 1 ? 'moreOf' : 'fewer', { name: nameOf(line) })}
      onClick={() =>
        change({ type: 'line', key: line.key, field: 'quantity', value: step(line.quantity, by) })
      }
      className={cx(
        'flex size-(--control) shrink-0 items-center justify-center rounded-control border border-edge bg-field hover:bg-hover',
        props.className,
      )}
    >
      <Icon aria-hidden className="size-4" />
    </button>
  )
}

/** Why the line costs what it costs, and the way back to the list price. */
export function PriceReason(props: {
  line: DraftLine
  was: DraftLine | undefined
  currency: string
  change: Change
}) {
  const t = useTranslations('order')
  const format = useFormat()
  const { line, was, currency, change } = props
  const name = nameOf(line)
  const differs = differsFromList(line)
  const reason =
    was !== undefined && was.unitPrice === line.unitPrice && line.priceReason !== ''
      ? line.priceReason
      : t(differs || line.listPrice === null ? 'typedPrice' : 'newPrice')
  const reprice = () =>
    change({ type: 'line', key: line.key, field: 'unitPrice', value: tidy(line.listPrice ?? '', 2) })
  return (
    <Popover
      title={t('whyPriceTitle', {
        price: format.money(line.unitPrice === '' ? '0' : line.unitPrice, currency),
      })}
      trigger={
        <button
          type="button"
          aria-label={t('whyPrice', { name })}
          className="flex size-6 shrink-0 items-center justify-center rounded-small text-soft hover:bg-hover hover:text-ink max-md:size-11"
        >
          <Info aria-hidden className="size-3.5" />
        </button>
      }
    >
      <p className="text-pretty">{reason}</p>
      <p className="mt-1 text-soft">
        {line.listPrice === null
          ? t('noListPrice')
          : t('listPriceNow', { price: format.money(line.listPrice, currency) })}
      </p>
      {differs && (
        <Button size="small" className="mt-3" onClick={reprice}>
          {t('useList')}
        </Button>
      )}
    </Popover>
  )
}

/** Under the price where it is not the list price: what the list says, one press from it. */
export function RepriceHint(props: { line: DraftLine; currency: string; change: Change }) {
  const t = useTranslations('order')
  const format = useFormat()
  const { line, currency, change } = props
  if (!differsFromList(line) || line.listPrice === null) return null
  const price = format.money(line.listPrice, currency)
  return (
    <button
      type="button"
      aria-label={t('reprice', { price, name: nameOf(line) })}
      title={t('useList')}
      onClick={() =>
        change({ type: 'line', key: line.key, field: 'unitPrice', value: tidy(line.listPrice ?? '', 2) })
      }
      className="min-h-6 self-end rounded-small px-1 text-right text-small text-amber-text underline-offset-2 hover:underline max-md:min-h-11"
    >
      {t('listIs', { price })}
    </button>
  )
}
