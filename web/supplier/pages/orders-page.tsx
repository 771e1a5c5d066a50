// All orders, by what they wait for. A morning's orders are reviewed and approved from here with the keyboard.
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ClipboardList } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import type { AnswerOf } from '../../../src/contract/endpoint.ts'
import { approveOrders, countOrders, listOrders } from '../../../src/contract/orders.ts'
import { orderTab } from '../../../src/contract/order-views.ts'
import type { OrderRow } from '../../../src/contract/order-views.ts'
import { live } from '../../kit/live.ts'
import { LinkButton } from '../../kit/link.tsx'
import { LoadProblem } from '../../kit/problem.tsx'
import { toast } from '../../kit/toasts.ts'
import { useEndpoint, useEndpointPages, useInvalidate, useWrite } from '../../kit/use-endpoint.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { Pager } from '../../ui/pager.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SelectionBar } from '../../ui/selection-bar.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import type { Tone } from '../../ui/status-mark.tsx'
import { Table } from '../../ui/table.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useMayNot } from '../desk-session.ts'
import { isMoving, useOrderColumns } from '../order/order-columns.tsx'
import { RefusedDialog } from '../order/refused-dialog.tsx'
import { usePageTitle } from '../page-title.ts'
import { useLater } from '../use-later.ts'
import { usePolling } from '../use-polling.ts'

type TabName = (typeof orderTab.options)[number]
type Report = AnswerOf<typeof approveOrders>

/** The colour of a tab's count while it holds something. */
const tones: Partial<Record<TabName, Tone>> = { 'to-review': 'amber', 'needs-you': 'red', waiting: 'amber' }
const fastMs = 2_000
const slowMs = 15_000

function Empty(props: { tab: TabName; query: string; onSearchAll: () => void; onClear: () => void }) {
  const t = useTranslations('orders')
  const { tab, query } = props
  if (query !== '') {
    return (
      <EmptyState
        title={t('noneFound', { query })}
        action={
          <>
            {tab !== 'all' && <Button onClick={props.onSearchAll}>{t('searchAll')}</Button>}
            <Button onClick={props.onClear}>{t('clearSearch')}</Button>
          </>
        }
      >
        {t(tab === 'all' ? 'noneFoundAnywhere' : 'noneFoundNote')}
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={ClipboardList}
      title={t(`empty-${tab}`)}
      action={<LinkButton to="/orders/new">{t('newOrder')}</LinkButton>}
    >
      {t(`empty-${tab}-note`)}
    </EmptyState>
  )
}

export function OrdersPage() {
  const t = useTranslations('orders')
  const search = useSearch({ from: '/desk/orders' })
  const navigate = useNavigate({ from: '/orders' })
  const mayNot = useMayNot()
  const columns = useOrderColumns()
  const box = useRef<HTMLInputElement>(null)
  const tab = orderTab.safeParse(search.tab).data ?? 'to-review'
  const query = search.q ?? ''
  const [chosen, setChosen] = useState<ReadonlyMap<string, OrderRow>>(new Map())
  const [report, setReport] = useState<Report | null>(null)
  usePageTitle(t('title'))

  const counts = useEndpoint(countOrders, {}, { live: live(fastMs, (all) => all.waiting > 0, slowMs) })
  const orders = useEndpointPages(
    listOrders,
    { query: { tab, ...(query === '' ? {} : { search: query }) } },
    { keep: true },
  )
  const { rows } = orders
  usePolling(() => void orders.refetch(), rows.some(isMoving) ? fastMs : slowMs)

  const invalidate = useInvalidate()
  const approve = useWrite(approveOrders, {
    invalidates: ['orders.', 'desk.', 'inbox.'],
    onDone: (answer, { body }) => {
      setChosen(new Map())
      if (answer.refused.length > 0) setReport(answer)
      else {
        const one =
          body.orders.length === 1 ? rows.find((row) => row.orderId === body.orders[0]?.orderId) : undefined
        toast.done(
          one === undefined
            ? t('approvedCount', { count: answer.approved })
            : t('approvedOne', { number: one.number }),
          { detail: t('approvedNext', { count: answer.approved }) },
        )
      }
    },
    onProblem: (error) => {
      // Cut off on the way, some of them may be approved.
      void invalidate(['orders.', 'desk.'])
      toast.problem(error.message)
    },
  })
  const send = (which: readonly OrderRow[]) =>
    approve.mutate({ body: { orders: which.map(({ orderId, revision }) => ({ orderId, revision })) } })

  function go(next: { tab?: TabName; q?: string }): void {
    setChosen(new Map())
    const to = { tab, q: query, ...next }
    void navigate({
      search: { ...(to.tab === 'to-review' ? {} : { tab: to.tab }), ...(to.q === '' ? {} : { q: to.q }) },
      replace: true,
    })
  }
  const [typed, setTyped] = useLater(query, (q) => go({ q }))

  useShortcut('f', t('searchKey'), t('title'), () => box.current?.focus())
  useShortcut('n', t('newKey'), t('title'), () => void navigate({ to: '/orders/new' }))

  // What was chosen and has left the list by another's hand is chosen no more.
  const selected = new Map(
    [...chosen].flatMap(([key]) => {
      const row = rows.find((one) => one.orderId === key && one.status === 'placed')
      return row === undefined ? [] : [[key, row] as const]
    }),
  )
  const open = (row: OrderRow) => void navigate({ to: '/orders/$orderId', params: { orderId: row.orderId } })

  return (
    <Page>
      <PageHeader
        title={t('title')}
        actions={
          <LinkButton to="/orders/new" variant={selected.size > 0 ? 'secondary' : 'primary'}>
            {t('newOrder')}
          </LinkButton>
        }
      />
      <Tabs<TabName>
        label={t('tabs')}
        value={tab}
        onChange={(next) => go({ tab: next })}
        tabs={orderTab.options
          .filter((value) => value !== 'by-hand' || value === tab || (counts.data?.[value] ?? 0) > 0)
          .map((value) => ({
            value,
            label: t(`tab-${value}`),
            count: value === 'all' ? undefined : counts.data?.[value],
            tone: tones[value],
          }))}
        aside={
          <SearchField
            ref={box}
            label={t('searchOrders')}
            value={typed}
            keys="f"
            loading={orders.isPlaceholderData}
            onChange={setTyped}
          />
        }
      >
        {orders.isError && rows.length === 0 ? (
          <LoadProblem error={orders.error} onRetry={() => void orders.refetch()} />
        ) : (
          <Table
            label={t('label')}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.orderId}
            rowName={(row) => t('rowName', { number: row.number, customer: row.customerName })}
            rowHref={(row) => `/orders/${row.orderId}`}
            onOpen={open}
            rowKeys={[
              {
                keys: 'a',
                does: t('approveKey'),
                run: (row) => {
                  const why = mayNot('orders.approve')
                  if (why !== null) toast.note(why)
                  else if (row.status !== 'placed')
                    toast.note(t('cannotApprove', { number: row.number }), { detail: t('onlyReview') })
                  else if (!approve.isPending) send(selected.size > 0 ? [...selected.values()] : [row])
                },
              },
            ]}
            selection={{
              selected: new Set(selected.keys()),
              onChange: (keys) =>
                setChosen(
                  new Map(rows.filter((row) => keys.has(row.orderId)).map((row) => [row.orderId, row])),
                ),
            }}
            unselectable={(row) => (row.status === 'placed' ? undefined : t('onlyReview'))}
            loadingRows={orders.isPending ? 12 : undefined}
            empty={
              <Empty
                tab={tab}
                query={query}
                onSearchAll={() => go({ tab: 'all' })}
                onClear={() => go({ q: '' })}
              />
            }
          />
        )}
        {rows.length > 0 && (
          <Pager
            shown={rows.length}
            hasMore={orders.hasMore}
            loading={orders.isFetchingNextPage}
            onMore={orders.more}
          />
        )}
        <SelectionBar count={selected.size} onClear={() => setChosen(new Map())}>
          <Button
            variant="primary"
            busy={approve.isPending}
            disabledReason={mayNot('orders.approve')}
            onClick={() => send([...selected.values()])}
          >
            {t('approveCount', { count: selected.size })}
          </Button>
        </SelectionBar>
      </Tabs>
      <RefusedDialog report={report} onClose={() => setReport(null)} />
    </Page>
  )
}
