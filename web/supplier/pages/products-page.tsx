// All products: search, category, and those that need a price or a link.
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Package } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslations } from 'use-intl'
import { listCategories, listProducts } from '../../../src/contract/products.ts'
import type { ProductRow } from '../../../src/contract/products.ts'
import { LinkButton } from '../../kit/link.tsx'
import { LoadProblem } from '../../kit/problem.tsx'
import { useEndpoint, useEndpointPages } from '../../kit/use-endpoint.ts'
import { Button } from '../../ui/button.tsx'
import { Combobox } from '../../ui/combobox.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Money } from '../../ui/money.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { Pager } from '../../ui/pager.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { StatusMark } from '../../ui/status-mark.tsx'
import type { Column } from '../../ui/table-types.ts'
import { Table } from '../../ui/table.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useDesk } from '../desk-session.ts'
import { ProductPicture } from '../forms/product-picture.tsx'
import { usePageTitle } from '../page-title.ts'
import { useLater } from '../use-later.ts'

const filters = ['active', 'no-price', 'not-linked', 'inactive', 'all'] as const
type Filter = (typeof filters)[number]
type Place = { filter: Filter; q: string; category: string }

const columnsFor = (
  t: ReturnType<typeof useTranslations<'products'>>,
  currency: string,
): Column<ProductRow>[] => [
  {
    id: 'name',
    header: t('name'),
    cell: (row) => (
      <span className="flex items-center gap-2.5">
        <ProductPicture address={row.image?.small ?? null} />
        <span className="truncate">{row.name}</span>
      </span>
    ),
    mobile: 'title',
  },
  { id: 'code', header: t('code'), cell: (row) => row.code, width: '10rem', mobile: 'subtitle' },
  {
    id: 'category',
    header: t('category'),
    cell: (row) => row.category,
    width: '11rem',
    mobile: 'hidden',
    from: 'lg',
  },
  { id: 'unit', header: t('unit'), cell: (row) => row.unit, width: '6rem', mobile: 'hidden', from: 'lg' },
  {
    id: 'price',
    header: t('price'),
    cell: (row) => (row.basePrice === null ? null : <Money amount={row.basePrice} currency={currency} />),
    width: '7rem',
    align: 'end',
    mobile: 'end',
  },
  {
    id: 'state',
    header: t('state'),
    cell: (row) => <ProductState row={row} />,
    width: '10rem',
    mobile: 'status',
  },
]

function ProductState(props: { row: ProductRow }) {
  const t = useTranslations('products')
  const { row } = props
  if (!row.isActive) return <StatusMark tone="grey">{t('inactiveMark')}</StatusMark>
  if (row.basePrice === null) {
    return (
      <span title={row.orderable.why ?? t('noPriceWhy')}>
        <StatusMark tone="amber">{t('noPrice')}</StatusMark>
      </span>
    )
  }
  if (!row.linked) return <StatusMark tone="red">{t('notLinked')}</StatusMark>
  return row.orderable.allowed ? (
    <StatusMark tone="green">{t('canOrder')}</StatusMark>
  ) : (
    <span title={row.orderable.why}>
      <StatusMark tone="grey">{t('cannotOrder')}</StatusMark>
    </span>
  )
}

export function ProductsPage() {
  const t = useTranslations('products')
  const { currency } = useDesk().supplier
  const search = useSearch({ from: '/desk/products' })
  const navigate = useNavigate()
  const here: Place = {
    filter: filters.find((one) => one === search.filter) ?? 'active',
    q: search.q ?? '',
    category: search.category ?? '',
  }
  usePageTitle(t('title'))
  const go = (next: Partial<Place>, replace: boolean) => {
    const { filter, q, category } = { ...here, ...next }
    void navigate({
      to: '/products',
      search: {
        ...(filter === 'active' ? {} : { filter }),
        ...(q === '' ? {} : { q }),
        ...(category === '' ? {} : { category }),
      },
      replace,
    })
  }
  const [typed, setTyped] = useLater(here.q, (q) => go({ q }, true))
  const list = useEndpointPages(
    listProducts,
    {
      query: {
        filter: here.filter,
        limit: 100,
        ...(here.q === '' ? {} : { search: here.q.slice(0, 200) }),
        ...(here.category === '' ? {} : { category: here.category }),
      },
    },
    { keep: true },
  )
  const columns = useMemo(() => columnsFor(t, currency), [t, currency])
  return (
    <Page>
      <PageHeader
        title={t('title')}
        actions={
          <LinkButton to="/import/products" variant="primary">
            {t('import')}
          </LinkButton>
        }
      />
      <Tabs<Filter>
        label={t('tabs')}
        value={here.filter}
        onChange={(filter) => go({ filter }, false)}
        tabs={filters.map((value) => ({ value, label: t(value) }))}
        aside={
          <>
            <CategoryFilter value={here.category} onChange={(category) => go({ category }, false)} />
            <SearchField
              label={t('search')}
              value={typed}
              onChange={setTyped}
              loading={list.isFetching && !list.isFetchingNextPage && typed !== ''}
            />
          </>
        }
      >
        {list.isError && list.rows.length === 0 ? (
          <LoadProblem error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <Table
            label={t('list')}
            columns={columns}
            rows={list.rows}
            rowKey={(row) => row.productId}
            rowName={(row) => t('rowName', { name: row.name })}
            rowHref={(row) => `/products/${row.productId}`}
            onOpen={(row) =>
              void navigate({ to: '/products/$productId', params: { productId: row.productId } })
            }
            loadingRows={list.isPending ? 12 : undefined}
            empty={<Nothing here={here} onAll={() => go({ filter: 'all', q: '', category: '' }, false)} />}
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
    </Page>
  )
}

function CategoryFilter(props: { value: string; onChange: (category: string) => void }) {
  const t = useTranslations('products')
  const categories = useEndpoint(listCategories, {}, { staleMs: 60_000 }).data?.items ?? []
  const chosen = categories.find((one) => one.category === props.value)
  return (
    <Combobox
      label={t('category')}
      hideLabel
      placeholder={t('allCategories')}
      className="w-full md:w-52"
      value={props.value === '' ? null : (chosen ?? { category: props.value, count: 0 })}
      onChange={(next) => props.onChange(next?.category ?? '')}
      items={categories}
      itemKey={(one) => one.category}
      itemLabel={(one) => one.category}
      renderItem={(one) => (
        <span className="flex justify-between gap-3">
          <span className="truncate">{one.category}</span>
          <span className="text-soft">{one.count}</span>
        </span>
      )}
    />
  )
}

function Nothing(props: { here: Place; onAll: () => void }) {
  const t = useTranslations('products')
  const { filter, q, category } = props.here
  if (q === '' && category === '' && (filter === 'active' || filter === 'all')) {
    return (
      <EmptyState
        icon={Package}
        title={t('emptyTitle')}
        action={<LinkButton to="/import/products">{t('import')}</LinkButton>}
      >
        {t('empty')}
      </EmptyState>
    )
  }
  const words =
    q !== '' ? t('noneFound', { query: q }) : filter === 'no-price' ? t('allPriced') : t('noneInTab')
  return (
    <EmptyState title={t('noneTitle')} action={<Button onClick={props.onAll}>{t('showAll')}</Button>}>
      {words}
    </EmptyState>
  )
}
