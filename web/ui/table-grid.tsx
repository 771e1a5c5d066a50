/* oxlint-disable jsx-a11y/control-has-associated-label -- an empty cell is not a control */
// A table as rows and columns, for wide screens.
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { MouseEvent } from 'react'
import { useTranslations } from 'use-intl'
import { Checkbox } from './checkbox.tsx'
import { cx } from './cx.ts'
import { RowLink, pressedRow } from './row-link.tsx'
import { Skeleton } from './skeleton.tsx'
import type { Slice } from './table.tsx'
import type { Column, TableProps, TableState } from './table-types.ts'

const from = { lg: 'hidden lg:table-cell', xl: 'hidden xl:table-cell' }

export function TableGrid<Row>(props: TableProps<Row> & { state: TableState<Row>; slice: Slice<Row> }) {
  const t = useTranslations('ui')
  const { columns, selection, state, slice, loadingRows } = props
  const span = columns.length + (selection === undefined ? 0 : 1)
  const top = props.height === undefined ? 'top-(--bar)' : 'top-0'
  const head = cx(
    'sticky z-10 h-9 border-b border-line bg-sheet px-2 text-small font-semibold text-soft first:pl-0 last:pr-0',
    top,
  )
  return (
    <table
      aria-label={props.label}
      aria-busy={loadingRows !== undefined}
      className="w-full table-fixed border-separate border-spacing-0"
    >
      <thead>
        <tr>
          {selection !== undefined && (
            <th scope="col" className={cx(head, 'w-9 text-left')}>
              <Checkbox
                label={t('selectAll')}
                hideLabel
                checked={state.all === 'all'}
                indeterminate={state.all === 'some'}
                onChange={state.toggleAll}
              />
            </th>
          )}
          {columns.map((column) => (
            <th
              key={column.id}
              scope="col"
              aria-sort={props.sort?.column === column.id ? props.sort.direction : undefined}
              style={{ width: column.width }}
              className={cx(
                head,
                column.align === 'end' ? 'text-right' : 'text-left',
                column.from !== undefined && from[column.from],
              )}
            >
              <Heading column={column} sort={props.sort} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {loadingRows !== undefined &&
          Array.from({ length: loadingRows }, (_, index) => (
            <tr key={index}>
              {selection !== undefined && <td className="h-(--row) border-b border-line" />}
              {columns.map((column, place) => (
                <td
                  key={column.id}
                  className={cx(
                    'h-(--row) border-b border-line px-2 first:pl-0 last:pr-0',
                    column.from !== undefined && from[column.from],
                  )}
                >
                  <Skeleton
                    className={cx(
                      'h-3.5',
                      column.align === 'end'
                        ? 'ml-auto w-1/2'
                        : (index + place) % 3 === 0
                          ? 'w-4/5'
                          : 'w-3/5',
                    )}
                  />
                </td>
              ))}
            </tr>
          ))}
        {loadingRows === undefined && <Space height={slice.before} span={span} />}
        {loadingRows === undefined &&
          slice.rows.map(({ row, index }) => (
            <GridRow key={props.rowKey(row)} {...props} measure={slice.measure} row={row} index={index} />
          ))}
        {loadingRows === undefined && <Space height={slice.after} span={span} />}
      </tbody>
    </table>
  )
}

function Heading<Row>(props: { column: Column<Row>; sort: TableProps<Row>['sort'] }) {
  const t = useTranslations('ui')
  const { column, sort } = props
  if (column.hideHeader === true) return <span className="sr-only">{column.header}</span>
  if (column.sortable !== true || sort === undefined)
    return <span className="block truncate">{column.header}</span>
  const sorted = sort.column === column.id
  const Arrow = sort.direction === 'ascending' ? ArrowUp : ArrowDown
  return (
    <button
      type="button"
      title={t('sortBy', { column: column.header })}
      onClick={() =>
        sort.onChange({
          column: column.id,
          direction: sorted && sort.direction === 'ascending' ? 'descending' : 'ascending',
        })
      }
      className={cx(
        'inline-flex h-6 max-w-full items-center gap-1 rounded-small font-semibold hover:text-ink',
        sorted && 'text-ink',
      )}
    >
      <span className="truncate">{column.header}</span>
      {sorted && <Arrow aria-hidden className="size-3.5 shrink-0" />}
    </button>
  )
}

function GridRow<Row>(
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
  const active = state.active === key
  const blocked = props.unselectable?.(row)
  const cell = 'h-(--row) border-b border-line px-2 first:pl-0 last:pr-0'

  function press(event: MouseEvent) {
    if (!pressedRow(event)) return
    state.setActive(key)
    onOpen?.(row)
  }

  return (
    <tr
      ref={measure}
      data-index={index}
      data-row={key}
      tabIndex={active ? 0 : -1}
      onClick={onOpen === undefined ? undefined : press}
      className={cx(
        'relative outline-offset-0 transition-colors',
        onOpen !== undefined && 'cursor-pointer',
        selected ? 'bg-accent-wash' : 'hover:bg-hover',
        active && 'shadow-[-3px_0_0_var(--color-accent)]',
      )}
    >
      {selection !== undefined && (
        <td className={cx(cell, 'cursor-default pl-1')} title={blocked}>
          <Checkbox
            label={t('selectRow', { name: props.rowName(row) })}
            hideLabel
            checked={selected}
            disabled={blocked !== undefined}
            onChange={() => undefined}
            onClick={(event) => {
              state.setActive(key)
              state.toggle(row, event.shiftKey)
            }}
          />
        </td>
      )}
      {columns.map((column) => (
        <td
          key={column.id}
          className={cx(
            cell,
            column.align === 'end' && 'text-right tabular-nums',
            column.wrap === true ? 'py-2 wrap-anywhere' : 'truncate',
            column.from !== undefined && from[column.from],
          )}
        >
          {column.mobile === 'title' ? <RowLink {...props}>{column.cell(row)}</RowLink> : column.cell(row)}
        </td>
      ))}
    </tr>
  )
}

function Space(props: { height: number; span: number }) {
  if (props.height <= 0) return null
  return (
    <tr aria-hidden>
      <td colSpan={props.span} style={{ height: props.height, padding: 0 }} />
    </tr>
  )
}
