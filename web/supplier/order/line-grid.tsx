/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- the list only passes on keys pressed in its fields */
// The lines of an order as an editable grid, quick at a thousand lines: only those in sight are drawn. Enter and the
// arrows go up and down a column; below the last line they reach the field that adds one.
import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent, RefObject } from 'react'
import { useTranslations } from 'use-intl'
import { toast } from '../../kit/toasts.ts'
import type { DraftLine, LineField } from './draft.ts'
import { LineRow, rowColumns } from './line-row.tsx'
import { nameOf } from './rebase.ts'
import type { Change } from './use-order-draft.ts'

const virtualFrom = 60

export function LineGrid(props: {
  lines: readonly DraftLine[]
  base: readonly DraftLine[]
  totals: readonly string[]
  currency: string
  change: Change
  addField: RefObject<HTMLInputElement | null>
  /** Hands out how to bring a line's cell into sight and focus. */
  goTo: RefObject<((key: string, field: LineField) => void) | null>
}) {
  const t = useTranslations('order')
  const { lines, base, totals, currency, change, addField, goTo } = props
  const box = useRef<HTMLDivElement>(null)
  const [offset, setOffset] = useState(0)
  const [held, setHeld] = useState<number | null>(null)
  const saved = useMemo(() => new Map(base.map((line) => [line.key, line])), [base])
  const virtual = lines.length > virtualFrom
  // oxlint-disable-next-line react/incompatible-library -- read afresh on every render, never memoised
  const virtualizer = useWindowVirtualizer({
    count: lines.length,
    enabled: virtual,
    estimateSize: () => 49,
    overscan: 15,
    scrollMargin: offset,
    getItemKey: (index) => lines[index]?.key ?? index,
    // The line being typed in stays drawn when it is scrolled away, so that its field keeps the focus.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range)
      return held === null || shown.includes(held) || held >= lines.length
        ? shown
        : [...shown, held].sort((a, b) => a - b)
    },
  })

  useLayoutEffect(() => {
    if (!virtual || box.current === null) return
    const top = Math.round(box.current.getBoundingClientRect().top + window.scrollY)
    if (top !== offset) setOffset(top)
  }, [virtual, offset, lines.length])

  const focusCell = useCallback(
    (index: number, field: string) => {
      const line = lines[index]
      if (line === undefined) return
      const focus = () => {
        const input = box.current?.querySelector<HTMLElement>(
          `[data-line="${CSS.escape(line.key)}"] [data-cell="${field}"]`,
        )
        input?.focus({ preventScroll: true })
        input?.scrollIntoView({ block: 'nearest' })
        return input !== null && input !== undefined
      }
      if (focus() || !virtual) return
      virtualizer.scrollToIndex(index, { align: 'center' })
      requestAnimationFrame(() => requestAnimationFrame(focus))
    },
    [lines, virtual, virtualizer],
  )
  useLayoutEffect(() => {
    goTo.current = (key, field) =>
      focusCell(
        lines.findIndex((line) => line.key === key),
        field,
      )
    return () => {
      goTo.current = null
    }
  }, [goTo, focusCell, lines])

  function press(event: KeyboardEvent<HTMLElement>): void {
    if (!(event.target instanceof HTMLInputElement) || event.nativeEvent.isComposing) return
    const field = event.target.dataset['cell']
    const index = Number(event.target.closest<HTMLElement>('[data-line]')?.dataset['index'])
    if (field === undefined || Number.isNaN(index)) return
    const up = event.key === 'ArrowUp' || (event.key === 'Enter' && event.shiftKey)
    if (!up && event.key !== 'ArrowDown' && event.key !== 'Enter') return
    event.preventDefault()
    if (up) focusCell(Math.max(0, index - 1), field)
    else if (index + 1 < lines.length) focusCell(index + 1, field)
    else addField.current?.focus()
  }

  const remove = useCallback(
    (line: DraftLine, index: number) => {
      change({ type: 'remove', key: line.key })
      addField.current?.focus()
      toast.done(t('lineRemoved', { name: nameOf(line) }), {
        action: { label: t('undo'), run: () => change({ type: 'put-back', line, index }) },
      })
    },
    [change, addField, t],
  )

  const shown = virtual
    ? virtualizer.getVirtualItems().map((item) => ({ index: item.index, top: item.start - offset }))
    : lines.map((_, index) => ({ index, top: undefined }))
  return (
    <div
      ref={box}
      className="@container"
      onFocus={(event) => {
        const index = Number(event.target.closest<HTMLElement>('[data-line]')?.dataset['index'])
        setHeld(Number.isNaN(index) ? null : index)
      }}
      onBlur={() => setHeld(null)}
    >
      <Head />
      {lines.length === 0 && (
        <p className="border-b border-line py-6 text-soft">
          <span className="block font-semibold text-ink">{t('none')}</span>
          {t('noneNote')}
        </p>
      )}
      <ul
        aria-label={t('lines')}
        onKeyDown={press}
        className="relative"
        style={virtual ? { height: virtualizer.getTotalSize() } : undefined}
      >
        {shown.map(({ index, top }) => {
          const line = lines[index]
          if (line === undefined) return null
          return (
            <li
              key={line.key}
              ref={virtual ? virtualizer.measureElement : undefined}
              data-index={index}
              data-line={line.key}
              className={virtual ? 'absolute inset-x-0' : undefined}
              style={top === undefined ? undefined : { top }}
            >
              <LineRow
                line={line}
                was={saved.get(line.key)}
                index={index}
                total={totals[index] ?? '0'}
                currency={currency}
                change={change}
                onRemove={remove}
              />
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function Head() {
  const t = useTranslations('order')
  return (
    <div
      aria-hidden
      className={`hidden h-9 items-center gap-x-2 border-b border-line text-small font-semibold text-soft @min-[34rem]:grid ${rowColumns}`}
    >
      <span className="col-span-2">{t('product')}</span>
      <span className="pr-2 text-right">{t('quantity')}</span>
      <span className="pr-2 text-right">{t('price')}</span>
      <span className="hidden @min-[45rem]:block">{t('comment')}</span>
      <span className="text-right">{t('lineTotal')}</span>
      <span />
    </div>
  )
}
