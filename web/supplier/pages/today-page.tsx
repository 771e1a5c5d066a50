// The desk's first page: set-up while it is not done, the counts of the day, what needs a person, the newest orders.
import { useNavigate } from '@tanstack/react-router'
import { ClipboardList } from 'lucide-react'
import type { ReactNode } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { getStatus, getToday } from '../../../src/contract/desk.ts'
import type { AnswerOf } from '../../../src/contract/endpoint.ts'
import { listInbox } from '../../../src/contract/inbox.ts'
import { live } from '../../kit/live.ts'
import { LinkButton, TextLink } from '../../kit/link.tsx'
import { LoadProblem } from '../../kit/problem.tsx'
import { useEndpoint } from '../../kit/use-endpoint.ts'
import { useNow } from '../../ui/age.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Qty } from '../../ui/money.tsx'
import { Page, PageHeader, Section } from '../../ui/page.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { StatusMark, ToneShape } from '../../ui/status-mark.tsx'
import { Table } from '../../ui/table.tsx'
import { SetupChecklist } from '../forms/setup-checklist.tsx'
import { isMoving, useOrderColumns } from '../order/order-columns.tsx'
import { usePageTitle } from '../page-title.ts'

type Counts = AnswerOf<typeof getToday>['counts']

const figures: readonly { name: keyof Counts; tab?: string }[] = [
  { name: 'toReview' },
  { name: 'waiting', tab: 'waiting' },
  { name: 'parked', tab: 'needs-you' },
  { name: 'inErp', tab: 'in-erp' },
  { name: 'shippedToday', tab: 'shipped' },
  { name: 'placedToday', tab: 'all' },
]

export function TodayPage() {
  const t = useTranslations('today')
  const format = useFormatter()
  const nowMs = useNow()
  const navigate = useNavigate()
  const today = useEndpoint(
    getToday,
    {},
    { live: live(2_000, (day) => day.counts.waiting > 0 || day.newest.some(isMoving), 10_000) },
  )
  // The frame asks for it anyway. Not all that needs somebody is an order that could not be sent.
  const status = useEndpoint(getStatus, {}, { staleMs: 5_000 })
  const needsYou = (today.data?.counts.parked ?? 0) > 0 || (status.data?.inbox ?? 0) > 0
  usePageTitle(t('title'))
  useShortcut('n', t('newKey'), t('title'), () => void navigate({ to: '/orders/new' }))
  const setUp = today.data?.setUp
  const begun = setUp === undefined || setUp.complete
  return (
    <Page>
      <PageHeader
        title={t('title')}
        meta={format.dateTime(nowMs, { weekday: 'long', day: 'numeric', month: 'long' })}
        actions={
          <LinkButton to="/orders/new" variant={begun ? 'primary' : 'secondary'}>
            {t('newOrder')}
          </LinkButton>
        }
      />
      {today.isError && today.data === undefined ? (
        <LoadProblem error={today.error} onRetry={() => void today.refetch()} />
      ) : (
        <>
          {setUp !== undefined && !setUp.complete && (
            <Section first title={t('setUp')} note={t('setUpNote')} className="mb-8 max-w-3xl">
              <SetupChecklist setUp={setUp} />
            </Section>
          )}
          <Figures counts={today.data?.counts} />
          {needsYou && <NeedsYou />}
          <Newest rows={today.data?.newest} />
        </>
      )}
    </Page>
  )
}

function Figures(props: { counts: Counts | undefined }) {
  const t = useTranslations('today')
  const { counts } = props
  return (
    <ul
      aria-label={t('figures')}
      className="-mx-3 grid grid-cols-2 gap-y-1 md:grid-cols-3 lg:grid-cols-[repeat(6,auto)] lg:justify-start lg:gap-x-4"
    >
      {figures.map(({ name, tab }) => {
        const alarm = name === 'parked' && (counts?.parked ?? 0) > 0
        return (
          <li key={name}>
            <TextLink
              to="/orders"
              search={tab === undefined ? {} : { tab }}
              quiet
              className="block rounded-control px-3 py-2 transition-colors hover:bg-hover hover:no-underline!"
            >
              <span className="flex items-center gap-1.5">
                {alarm && <ToneShape tone="red" />}
                {t(name)}
              </span>
              <span className={`block text-figure font-semibold ${alarm ? 'text-red-text' : 'text-ink'}`}>
                {counts === undefined ? <Skeleton className="my-1 h-6 w-10" /> : <Qty qty={counts[name]} />}
              </span>
            </TextLink>
          </li>
        )
      })}
    </ul>
  )
}

function NeedsYou() {
  const t = useTranslations('today')
  const inbox = useEndpoint(listInbox, {}, { live: () => 10_000 })
  const entries = (inbox.data?.groups ?? [])
    .flatMap((group) => group.entries)
    .toSorted((a, b) => (a.openedAt < b.openedAt ? 1 : -1))
  const count = (inbox.data?.groups ?? []).reduce((sum, group) => sum + group.count, 0)
  let body: ReactNode = <Skeleton className="h-12 w-full" />
  if (inbox.isError) body = <LoadProblem compact error={inbox.error} onRetry={() => void inbox.refetch()} />
  else if (inbox.data !== undefined) {
    body = (
      <>
        <ul className="divide-y divide-line">
          {entries.slice(0, 4).map((entry) => (
            <li key={entry.entryId} className="py-2.5">
              <StatusMark tone="red" className="font-semibold">
                {entry.orderId === null ? (
                  entry.subjectLabel
                ) : (
                  <TextLink
                    to="/orders/$orderId"
                    params={{ orderId: entry.orderId }}
                    className="text-red-text!"
                  >
                    {entry.subjectLabel}
                  </TextLink>
                )}
              </StatusMark>
              <p className="pl-5 text-pretty">{entry.sentence}</p>
            </li>
          ))}
        </ul>
        <div className="pt-2">
          <TextLink to="/inbox">{t('needsYouMore', { count })}</TextLink>
        </div>
      </>
    )
  }
  return <Section title={t('inInbox')}>{body}</Section>
}

function Newest(props: { rows: AnswerOf<typeof getToday>['newest'] | undefined }) {
  const t = useTranslations('today')
  const words = useTranslations('orders')
  const columns = useOrderColumns()
  const navigate = useNavigate()
  return (
    <Section
      title={t('newest')}
      actions={
        <TextLink to="/orders" search={{ tab: 'all' }}>
          {t('allOrders')}
        </TextLink>
      }
    >
      <Table
        label={t('newest')}
        columns={columns}
        rows={props.rows ?? []}
        rowKey={(row) => row.orderId}
        rowName={(row) => words('rowName', { number: row.number, customer: row.customerName })}
        rowHref={(row) => `/orders/${row.orderId}`}
        onOpen={(row) => void navigate({ to: '/orders/$orderId', params: { orderId: row.orderId } })}
        loadingRows={props.rows === undefined ? 8 : undefined}
        empty={
          <EmptyState compact icon={ClipboardList} title={t('newestNone')}>
            {t('newestNoneNote')}
          </EmptyState>
        }
      />
    </Section>
  )
}
