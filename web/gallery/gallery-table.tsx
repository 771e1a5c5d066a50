// The gallery's list: tabs with counts, a virtualised table, the selection bar, the pager.
import { useMemo, useState } from 'react'
import { toast } from '../kit/toasts.ts'
import { useFormat } from '../kit/format.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Money } from '../ui/money.tsx'
import { Pager } from '../ui/pager.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { SelectionBar } from '../ui/selection-bar.tsx'
import { StatusMark, Tag } from '../ui/status-mark.tsx'
import { Table } from '../ui/table.tsx'
import type { Column, Sort } from '../ui/table-types.ts'
import { Tabs } from '../ui/tabs.tsx'
import { galleryRows } from './rows.ts'
import type { GalleryRow } from './rows.ts'

type TabName = 'review' | 'waiting' | 'loading' | 'empty' | 'all'

const columnsFor = (format: ReturnType<typeof useFormat>): Column<GalleryRow>[] => [
  {
    id: 'number',
    header: 'Number',
    cell: (row) => row.number,
    width: '7rem',
    mobile: 'title',
    sortable: true,
  },
  { id: 'customer', header: 'Customer', cell: (row) => row.customer, mobile: 'subtitle', sortable: true },
  {
    id: 'source',
    header: 'Source',
    cell: (row) => <Tag>{row.source}</Tag>,
    width: '6rem',
    mobile: 'hidden',
    from: 'lg',
  },
  { id: 'day', header: 'Delivery', cell: (row) => format.day(row.dayOn), width: '8rem', mobile: 'meta' },
  { id: 'lines', header: 'Lines', cell: (row) => row.lines, width: '4.5rem', align: 'end', mobile: 'meta' },
  {
    id: 'total',
    header: 'Total',
    cell: (row) => <Money amount={row.total} currency="AUD" />,
    width: '8rem',
    align: 'end',
    mobile: 'end',
  },
  {
    id: 'state',
    header: 'State',
    cell: (row) => <StatusMark tone={row.state.tone}>{row.state.word}</StatusMark>,
    width: '11rem',
    mobile: 'status',
  },
]

export function GalleryTable() {
  const format = useFormat()
  const [tab, setTab] = useState<TabName>('review')
  const [query, setQuery] = useState('')
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set(['row-1', 'row-2']))
  const [sort, setSort] = useState<Sort>({ column: 'number', direction: 'descending' })
  const rows = useMemo(() => galleryRows(tab === 'all' ? 10_000 : tab === 'empty' ? 0 : 9), [tab])
  return (
    <Tabs<TabName>
      label="Orders by state"
      value={tab}
      onChange={setTab}
      tabs={[
        { value: 'review', label: 'To review', count: 9 },
        { value: 'waiting', label: 'Waiting for Cin7', count: 3, tone: 'amber' },
        { value: 'loading', label: 'Loading' },
        { value: 'empty', label: 'Empty', count: 0 },
        { value: 'all', label: 'All', count: 10_000 },
      ]}
      aside={<SearchField label="Search orders" value={query} onChange={setQuery} />}
    >
      <Table
        label="Orders"
        columns={columnsFor(format)}
        rows={rows}
        rowKey={(row) => row.id}
        rowName={(row) => `order ${row.number}`}
        rowHref={(row) => `/gallery#${row.id}`}
        onOpen={(row) => toast.note(`Opened ${row.number}`)}
        rowKeys={[
          { keys: 'a', does: 'Approve the order', run: (row) => toast.done(`Approved ${row.number}`) },
        ]}
        selection={{ selected, onChange: setSelected }}
        unselectable={(row) => (row.state.tone === 'green' ? 'Already shipped' : undefined)}
        sort={{ ...sort, onChange: setSort }}
        loadingRows={tab === 'loading' ? 9 : undefined}
        empty={
          <EmptyState title="No orders here" action={<Button variant="primary">New order</Button>}>
            Orders from the store, from supermarkets and by phone arrive here.
          </EmptyState>
        }
      />
      {rows.length > 0 && (
        <Pager shown={rows.length} total={10_000} hasMore loading={false} onMore={() => undefined} />
      )}
      <SelectionBar count={selected.size} onClear={() => setSelected(new Set())}>
        <Button
          variant="primary"
          onClick={() =>
            toast.done(`Approved ${selected.size} orders`, {
              action: { label: 'Undo', run: () => undefined },
            })
          }
        >
          Approve {selected.size}
        </Button>
      </SelectionBar>
    </Tabs>
  )
}
