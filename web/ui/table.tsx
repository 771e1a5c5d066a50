// The table of the desk: 36 px rows under a header that stays, numbers at the right, j/k/x/Enter, thousands of rows
// without strain. Where the columns do not fit, on a phone or in a narrow place, each row becomes a card. It never scrolls sideways.
import { useVirtualizer, useWindowVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef, useState } from 'react'
import { cx } from './cx.ts'
import { TableCards } from './table-cards.tsx'
import { TableGrid } from './table-grid.tsx'
import type { TableProps } from './table-types.ts'
import { useNarrow } from './use-narrow.ts'
import { useTable } from './use-table.ts'

const virtualFrom = 100

export function Table<Row>(props: TableProps<Row>) {
  const { rows, rowKey, height } = props
  const box = useRef<HTMLDivElement>(null)
  const cards = useNarrow(box, props.columns)
  const [offset, setOffset] = useState(0)
  const count = rows.length
  const virtual = count > virtualFrom
  const shared = {
    count,
    estimateSize: () => (cards ? 76 : 36),
    overscan: 12,
    getItemKey: (index: number) => {
      const row = rows[index]
      return row === undefined ? index : rowKey(row)
    },
  }
  // oxlint-disable-next-line react/incompatible-library -- read afresh on every render, never memoised
  const inPage = useWindowVirtualizer({
    ...shared,
    enabled: virtual && height === undefined,
    scrollMargin: offset,
  })
  const inBox = useVirtualizer({
    ...shared,
    enabled: virtual && height !== undefined,
    getScrollElement: () => box.current,
  })
  const virtualizer = height === undefined ? inPage : inBox

  useLayoutEffect(() => {
    if (!virtual || height !== undefined || box.current === null) return
    const top = Math.round(box.current.getBoundingClientRect().top + window.scrollY)
    if (top !== offset) setOffset(top)
  }, [virtual, height, offset, count, cards])

  function show(index: number): void {
    const row = rows[index]
    if (row === undefined) return
    const key = CSS.escape(rowKey(row))
    const focus = () => {
      const element = box.current?.querySelector<HTMLElement>(`[data-row="${key}"]`)
      element?.focus({ preventScroll: true })
      element?.scrollIntoView({ block: 'nearest' })
      return element !== null && element !== undefined
    }
    if (focus() || !virtual) return
    virtualizer.scrollToIndex(index)
    requestAnimationFrame(() => requestAnimationFrame(focus))
  }

  const state = useTable(props, show)
  const items = virtual ? virtualizer.getVirtualItems() : undefined
  const margin = height === undefined ? offset : 0
  const slice = {
    rows:
      items === undefined
        ? rows.map((row, index) => ({ row, index }))
        : pick(
            rows,
            items.map((item) => item.index),
          ),
    before: items === undefined ? 0 : Math.max(0, (items[0]?.start ?? 0) - margin),
    after:
      items === undefined ? 0 : Math.max(0, virtualizer.getTotalSize() - ((items.at(-1)?.end ?? 0) - margin)),
    measure: virtual ? virtualizer.measureElement : undefined,
  }

  // Heads of columns over nothing say nothing.
  const isEmpty = count === 0 && props.loadingRows === undefined && props.empty !== undefined

  return (
    <div
      ref={box}
      className={cx('relative', height !== undefined && 'overflow-y-auto overscroll-contain')}
      style={height === undefined ? undefined : { maxHeight: height }}
    >
      {isEmpty ? (
        props.empty
      ) : cards ? (
        <TableCards {...props} state={state} slice={slice} />
      ) : (
        <TableGrid {...props} state={state} slice={slice} />
      )}
    </div>
  )
}

/** The rows in sight, and the empty space that stands for the others. */
export type Slice<Row> = {
  rows: readonly { row: Row; index: number }[]
  before: number
  after: number
  measure: ((element: Element | null) => void) | undefined
}

function pick<Row>(rows: readonly Row[], indexes: readonly number[]): { row: Row; index: number }[] {
  return indexes.flatMap((index) => {
    const row = rows[index]
    return row === undefined ? [] : [{ row, index }]
  })
}
