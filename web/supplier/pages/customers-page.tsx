// All customers: search, filter by state, and set branch or sales orders for many at once.
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Users } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslations } from 'use-intl'
import { getConnection } from '../../../src/contract/connection.ts'
import { listCustomers } from '../../../src/contract/customers.ts'
import type { CustomerRow } from '../../../src/contract/customers.ts'
import { LinkButton } from '../../kit/link.tsx'
import { LoadProblem } from '../../kit/problem.tsx'
import { useEndpoint, useEndpointPages } from '../../kit/use-endpoint.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { Pager } from '../../ui/pager.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { StatusMark, Tag } from '../../ui/status-mark.tsx'
import type { Column } from '../../ui/table-types.ts'
import { Table } from '../../ui/table.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { usePageTitle } from '../page-title.ts'
import { useLater } from '../use-later.ts'
import { CustomersBulk } from './customers-bulk.tsx'

const filters = ['active', 'not-linked', 'on-hold', 'inactive', 'all'] as const
type Filter = (typeof filters)[number]
type Words = ReturnType<typeof useTranslations<'customers'>>

const columnsFor = (t: Words, branchName: (key: string) => string): Column<CustomerRow>[] => [
  { id: 'name', header: t('name'), cell: (row) => row.name, mobile: 'title' },
  {
    id: 'account',
    header: t('account'),
    cell: (row) => row.accountNumber,
    width: '7rem',
    mobile: 'hidden',
    from: 'xl',
  },
  { id: 'group', header: t('group'), cell: (row) => row.group, width: '9rem', mobile: 'hidden', from: 'lg' },
  { id: 'email', header: t('email'), cell: (row) => row.email, mobile: 'subtitle', from: 'lg' },
  {
    id: 'branch',
    header: t('branch'),
    cell: (row) =>
      row.branchKey === null ? (
        <span className="text-soft">{t('defaultBranch')}</span>
      ) : (
        branchName(row.branchKey)
      ),
    width: '9rem',
    mobile: 'hidden',
  },
  {
    id: 'salesOrders',
    header: t('salesOrders'),
    cell: (row) => (row.salesOrdersOn ? t('on') : <Tag>{t('off')}</Tag>),
    width: '7rem',
    mobile: 'hidden',
  },
  {
    id: 'link',
    header: t('link'),
    cell: (row) => <CustomerState row={row} />,
    width: '8.5rem',
    mobile: 'status',
  },
]

function CustomerState(props: { row: CustomerRow }) {
  const t = useTranslations('customers')
  const { row } = props
  if (!row.isActive) return <StatusMark tone="grey">{t('inactiveMark')}</StatusMark>
  if (row.onHold) return <StatusMark tone="amber">{t('onHold')}</StatusMark>
  return row.linked ? (
    <StatusMark tone="green">{t('linked')}</StatusMark>
  ) : (
    <StatusMark tone="red">{t('notLinked')}</StatusMark>
  )
}

export function CustomersPage() {
  const t = useTranslations('customers')
  const search = useSearch({ from: '/desk/customers' })
  const navigate = useNavigate()
  const filter: Filter = filters.find((one) => one === search.filter) ?? 'active'
  const query = search.q ?? ''
  usePageTitle(t('title'))

  const go = (next: { filter: Filter; q: string }, replace: boolean) =>
    void navigate({
      to: '/customers',
      search: {
        ...(next.filter === 'active' ? {} : { filter: next.filter }),
        ...(next.q === '' ? {} : { q: next.q }),
      },
      replace,
    })
  const [typed, setTyped] = useLater(query, (q) => go({ filter, q }, true))
  const list = useEndpointPages(
    listCustomers,
    { query: { filter, limit: 100, ...(query === '' ? {} : { search: query.slice(0, 200) }) } },
    { keep: true },
  )
  const connection = useEndpoint(getConnection, {}, { staleMs: 60_000 }).data?.connection ?? null
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const columns = useMemo(
    () => columnsFor(t, (key) => connection?.branches.find((one) => one.key === key)?.name ?? key),
    [t, connection],
  )
  const open = (row: CustomerRow) =>
    void navigate({ to: '/customers/$customerId', params: { customerId: row.customerId } })

  return (
    <Page>
      <PageHeader
        title={t('title')}
        actions={
          <>
            <LinkButton to="/customers/new">{t('newCustomer')}</LinkButton>
            <LinkButton to="/import/customers" variant="primary">
              {t('import')}
            </LinkButton>
          </>
        }
      />
      <Tabs<Filter>
        label={t('tabs')}
        value={filter}
        onChange={(next) => {
          setSelected(new Set())
          go({ filter: next, q: query }, false)
        }}
        tabs={filters.map((value) => ({ value, label: t(value) }))}
        aside={
          <SearchField
            label={t('search')}
            value={typed}
            onChange={setTyped}
            loading={list.isFetching && !list.isFetchingNextPage && typed !== ''}
          />
        }
      >
        {list.isError && list.rows.length === 0 ? (
          <LoadProblem error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <Table
            label={t('list')}
            columns={columns}
            rows={list.rows}
            rowKey={(row) => row.customerId}
            rowName={(row) => t('rowName', { name: row.name })}
            rowHref={(row) => `/customers/${row.customerId}`}
            onOpen={open}
            selection={{ selected, onChange: setSelected }}
            loadingRows={list.isPending ? 12 : undefined}
            empty={
              <Nothing query={query} filter={filter} onAll={() => go({ filter: 'all', q: '' }, false)} />
            }
          />
        )}
        {list.rows.length > 0 && (
          <Pager
            shown={list.rows.length}
            hasMore={list.hasMore}
            loading={list.isFetchingNextPage}
            onMore={list.more}
          />
        )}
      </Tabs>
      <CustomersBulk
        rows={list.rows.filter((row) => selected.has(row.customerId))}
        branches={connection?.branches ?? []}
        onClear={() => setSelected(new Set())}
      />
    </Page>
  )
}

function Nothing(props: { query: string; filter: Filter; onAll: () => void }) {
  const t = useTranslations('customers')
  if (props.query === '' && (props.filter === 'active' || props.filter === 'all')) {
    return (
      <EmptyState
        icon={Users}
        title={t('emptyTitle')}
        action={<LinkButton to="/import/customers">{t('import')}</LinkButton>}
      >
        {t('empty')}
      </EmptyState>
    )
  }
  return (
    <EmptyState title={t('noneTitle')} action={<Button onClick={props.onAll}>{t('showAll')}</Button>}>
      {props.query === '' ? t('noneInTab') : t('noneFound', { query: props.query })}
    </EmptyState>
  )
}
