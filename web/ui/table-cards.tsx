/* oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions --
   a press on the card repeats what its link does for the keyboard */
// A table as cards, where its columns do not fit: two or three lines a row, the same selection and links.
import type { MouseEvent, ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Checkbox } from './checkbox.tsx'
import { cx } from './cx.ts'
import { RowLink, pressedRow } from './row-link.tsx'
import { Skeleton } from './skeleton.tsx'
import type { Slice } from './table.tsx'
import type { MobileRole, TableProps, TableState } from './table-types.ts'

export function TableCards<Row>(props: TableProps<Row> & { state: TableState<Row>; slice: Slice<Row> }) {
  const { slice, loadingRows } = props
  if (loadingRows !== undefined) {
    return (
      <output aria-busy aria-label={props.label} className="block">
        {Array.from({ length: Math.min(loadingRows, 8) }, (_, index) => (
          <div key={index} className="flex flex-col gap-2.5 border-b border-line py-3.5">
            <Skeleton className={cx('h-4', index % 2 === 0 ? 'w-1/2' : 'w-2/5')} />
            <Skeleton className={cx('h-3.5', index % 2 === 0 ? 'w-3/4' : 'w-2/3')} />
          </div>
        ))}
      </output>
    )
  }
  return (
    <ul aria-label={props.label} style={{ paddingTop: slice.before, paddingBottom: slice.after }}>
      {slice.rows.map(({ row, index }) => (
        <CardRow key={props.rowKey(row)} {...props} measure={slice.measure} row={row} index={index} />
      ))}
    </ul>
  )
}

function CardRow<Row>(
  props: TableProps<Row> & {
    state: TableState<Row>
    measure: Slice<Row>['measure']
    row: Row
    index: number
  },
) {
  const t = useTranslations('ui')
  const { row, index, columns, selection, state, measure, onOpen } = props
  const key = props.rowKey(row)
  const selected = selection?.selected.has(key) === true
  const blocked = props.unselectable?.(row)
  const of = (role: MobileRole): ReactNode[] =>
    columns
      .filter((column) => column.mobile === role)
      .map((column) => <span key={column.id}>{column.cell(row)}</span>)
  const meta = columns.filter((column) => column.mobile === 'meta')
  const title = of('title')

  function press(event: MouseEvent) {
    if (!pressedRow(event)) return
    state.setActive(key)
    onOpen?.(row)
  }

  return (
    <li
      ref={measure}
      data-index={index}
      data-row={key}
      tabIndex={-1}
      onClick={onOpen === undefined ? undefined : press}
      className={cx(
        'flex gap-1 border-b border-line py-3 max-md:-mx-4 max-md:px-4',
        selected && 'bg-accent-wash',
        onOpen !== undefined && 'active:bg-hover',
      )}
    >
      {selection !== undefined && (
        <span className="-my-2.5 -ml-3.5 flex *:size-11 *:items-center *:justify-center" title={blocked}>
          <Checkbox
            label={t('selectRow', { name: props.rowName(row) })}
            hideLabel
            checked={selected}
            disabled={blocked !== undefined}
            onChange={() => undefined}
            onClick={() => state.toggle(row, false)}
          />
        </span>
      )}
      <div className="min-w-0 flex-1">
        <div className="flex items-center justify-between gap-3">
          <span className="min-w-0 truncate">
            {title.length > 0 && <RowLink {...props}>{title}</RowLink>}
          </span>
          <span className="shrink-0 text-right tabular-nums">{of('end')}</span>
        </div>
        <div className="flex items-center justify-between gap-x-3 text-soft empty:hidden">
          <span className="min-w-0 truncate">{of('subtitle')}</span>
          <span className="max-w-3/5 shrink-0">{of('status')}</span>
        </div>
        {meta.length > 0 && (
          <div className="mt-0.5 flex flex-wrap gap-x-3 text-small text-soft">
            {meta.map((column) => (
              <span key={column.id}>
                {column.header} <span className="text-ink">{column.cell(row)}</span>
              </span>
            ))}
          </div>
        )}
      </div>
    </li>
  )
}
