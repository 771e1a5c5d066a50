// What a table is told: columns, rows, what may be done with them. Shared by its desk and phone shapes.
import type { ReactNode } from 'react'

/**
 * Where a cell goes on a phone's card: title and end share the first line, subtitle and status the second, meta
 * cells follow as `header value` on the third, hidden ones are left out.
 */
export type MobileRole = 'title' | 'subtitle' | 'end' | 'status' | 'meta' | 'hidden'

export type Column<Row> = {
  id: string
  header: string
  cell: (row: Row) => ReactNode
  /** `end` for numbers: right-aligned. */
  align?: 'start' | 'end' | undefined
  /** A CSS width such as `7rem`; columns without one share what is left. */
  width?: string | undefined
  mobile: MobileRole
  /** Shown only from this width on: keep tables free of sideways scrolling. */
  from?: 'lg' | 'xl' | undefined
  /** The header is read but not shown, for columns of buttons. */
  hideHeader?: boolean | undefined
  sortable?: boolean | undefined
  /** May take several lines instead of being cut off. */
  wrap?: boolean | undefined
}

export type Sort = { column: string; direction: 'ascending' | 'descending' }

export type Selection = { selected: ReadonlySet<string>; onChange: (selected: ReadonlySet<string>) => void }

/** A key for the active row, such as `a` to approve it. `run` gets the row; null from `when` leaves it out. */
export type RowKey<Row> = { keys: string; does: string; run: (row: Row) => void }

export type TableProps<Row> = {
  /** What the table holds; its accessible name. */
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** A row's name for screen readers: `Order PV-1042`. */
  rowName: (row: Row) => string
  /** The row's address; makes its title cell a real link. */
  rowHref?: ((row: Row) => string) | undefined
  /** Opens a row: by click, by Enter. */
  onOpen?: ((row: Row) => void) | undefined
  selection?: Selection | undefined
  /** Rows that cannot be selected say why; undefined for those that can. */
  unselectable?: ((row: Row) => string | undefined) | undefined
  rowKeys?: readonly RowKey<Row>[] | undefined
  sort?: (Sort & { onChange: (sort: Sort) => void }) | undefined
  /** Shows this many skeleton rows instead of rows. */
  loadingRows?: number | undefined
  /** Shown in place of the rows when there are none. */
  empty?: ReactNode
  /** Scrolls inside itself at this height (`24rem`) instead of with the page. */
  height?: string | undefined
  /** False where several tables share a page: only one may have j/k. */
  keyboard?: boolean | undefined
}

/** What both shapes get besides the caller's props. */
export type TableState<Row> = {
  active: string | null
  setActive: (key: string) => void
  toggle: (row: Row, range: boolean) => void
  toggleAll: () => void
  all: 'all' | 'some' | 'none'
}
