// A table's behaviour without its looks: which row is active, what is selected, which keys work.
import { useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useShortcut } from './shortcuts.ts'
import type { RowKey, TableProps, TableState } from './table-types.ts'

/** `show` scrolls a row into sight and gives it the focus. */
export function useTable<Row>(props: TableProps<Row>, show: (index: number) => void): TableState<Row> {
  const t = useTranslations('ui')
  const { rows, rowKey, selection, onOpen } = props
  const [active, setActive] = useState<string | null>(null)
  const lastToggled = useRef<string | null>(null)

  const index = active === null ? -1 : rows.findIndex((row) => rowKey(row) === active)
  const row = rows[index]
  const on = props.keyboard !== false && rows.length > 0

  function move(step: number): void {
    const next = Math.min(rows.length - 1, Math.max(0, index + step))
    const target = rows[next]
    if (target === undefined) return
    setActive(rowKey(target))
    show(next)
  }

  const selectable = (one: Row) => props.unselectable?.(one) === undefined

  function toggle(one: Row, range: boolean): void {
    if (selection === undefined || !selectable(one)) return
    const key = rowKey(one)
    const next = new Set(selection.selected)
    const selecting = !next.has(key)
    const from = rows.findIndex((other) => rowKey(other) === lastToggled.current)
    const to = rows.findIndex((other) => rowKey(other) === key)
    const touched = range && from >= 0 ? rows.slice(Math.min(from, to), Math.max(from, to) + 1) : [one]
    for (const each of touched) {
      if (!selectable(each)) continue
      if (selecting) next.add(rowKey(each))
      else next.delete(rowKey(each))
    }
    lastToggled.current = key
    selection.onChange(next)
  }

  const candidates = selection === undefined ? [] : rows.filter(selectable)
  const chosen = candidates.filter((one) => selection?.selected.has(rowKey(one)) === true).length
  const all = chosen === 0 ? 'none' : chosen === candidates.length ? 'all' : 'some'

  function toggleAll(): void {
    if (selection === undefined) return
    const next = new Set(selection.selected)
    for (const one of candidates) {
      if (all === 'all') next.delete(rowKey(one))
      else next.add(rowKey(one))
    }
    selection.onChange(next)
  }

  const group = t('listGroup')
  useShortcut('j', t('listNext'), group, on ? () => move(1) : null)
  useShortcut('k', t('listPrevious'), group, on ? () => move(-1) : null)
  useShortcut(
    'x',
    t('listSelect'),
    group,
    on && selection !== undefined ? () => row !== undefined && toggle(row, false) : null,
  )
  useShortcut(
    'Enter',
    t('listOpen'),
    group,
    on && onOpen !== undefined && row !== undefined ? () => onOpen(row) : null,
  )
  const keys = props.rowKeys ?? []
  useRowKey(keys[0], row, group, on)
  useRowKey(keys[1], row, group, on)
  useRowKey(keys[2], row, group, on)

  return { active, setActive, toggle, toggleAll, all }
}

function useRowKey<Row>(
  key: RowKey<Row> | undefined,
  row: Row | undefined,
  group: string,
  on: boolean,
): void {
  useShortcut(
    key?.keys ?? '',
    key?.does ?? '',
    group,
    on && key !== undefined ? () => row !== undefined && key.run(row) : null,
  )
}
