// The traffic with Cin7: the connection, what is left of today's calls, what runs and waits, and the last calls.
import { useTranslations } from 'use-intl'
import { getSync, pauseConnection, resumeConnection } from '../../../src/contract/connection.ts'
import type { AnswerOf } from '../../../src/contract/endpoint.ts'
import { useFormat } from '../../kit/format.ts'
import { LinkButton, TextLink } from '../../kit/link.tsx'
import { LoadProblem } from '../../kit/problem.tsx'
import { toast } from '../../kit/toasts.ts'
import { useEndpoint, useWrite } from '../../kit/use-endpoint.ts'
import { Age, useNow } from '../../ui/age.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { Qty } from '../../ui/money.tsx'
import { Page, PageHeader, Section } from '../../ui/page.tsx'
import { PartsBar } from '../../ui/progress.tsx'
import type { BarPart } from '../../ui/progress.tsx'
import { Skeleton, SkeletonLines } from '../../ui/skeleton.tsx'
import { Badge, Notice } from '../../ui/status-mark.tsx'
import type { Tone } from '../../ui/status-mark.tsx'
import { useMayNot } from '../desk-session.ts'
import { useRefused } from '../order/order-actions.tsx'
import { usePageTitle } from '../page-title.ts'
import { SyncCalls } from './sync-calls.tsx'

type Sync = AnswerOf<typeof getSync>
type Connection = NonNullable<Sync['connection']>

const everyMs = 3_000
const states: Record<
  Connection['state'],
  { tone: Tone; word: 'connected' | 'needsAttention' | 'disconnected' }
> = {
  connected: { tone: 'green', word: 'connected' },
  'needs-attention': { tone: 'red', word: 'needsAttention' },
  disconnected: { tone: 'grey', word: 'disconnected' },
}
const purposes: readonly {
  purpose: 'push' | 'payment' | 'dispatch' | 'refresh' | 'import' | 'connect'
  tone: BarPart['tone']
}[] = [
  { purpose: 'push', tone: 'accent' },
  { purpose: 'payment', tone: 'red' },
  { purpose: 'dispatch', tone: 'green' },
  { purpose: 'refresh', tone: 'blue' },
  { purpose: 'import', tone: 'amber' },
  { purpose: 'connect', tone: 'grey' },
]

export function SyncPage() {
  const t = useTranslations('sync')
  const sync = useEndpoint(getSync, {}, { live: () => everyMs, staleMs: 0 })
  usePageTitle(t('title'))
  const { data } = sync
  const connection = data?.connection ?? null
  return (
    <Page>
      <PageHeader
        title={t('title')}
        mark={
          connection !== null && (
            <Badge tone={connection.paused ? 'amber' : states[connection.state].tone}>
              {connection.paused ? t('paused') : t(states[connection.state].word)}
            </Badge>
          )
        }
        actions={connection !== null && <PauseButton connection={connection} />}
      />
      {data === undefined ? (
        sync.isError ? (
          <LoadProblem error={sync.error} onRetry={() => void sync.refetch()} />
        ) : (
          <Waiting />
        )
      ) : connection === null ? (
        <EmptyState
          title={t('notConnected')}
          action={
            <LinkButton to="/settings/cin7" variant="primary">
              {t('connect')}
            </LinkButton>
          }
        >
          {t('notConnectedNote')}
        </EmptyState>
      ) : (
        <>
          <State connection={connection} />
          <div className="grid gap-x-12 gap-y-8 lg:grid-cols-2">
            <Budget budget={data.budget} />
            <ConnectionFacts connection={connection} />
          </div>
          <div className="grid gap-x-12 lg:grid-cols-2">
            <Section title={t('loops')}>
              <Loops loops={data.loops} />
            </Section>
            <Section title={t('waitsTitle')}>
              <Waits waiting={data.waiting} />
            </Section>
          </div>
          <SyncCalls calls={data.calls} />
        </>
      )}
    </Page>
  )
}

function Waiting() {
  return (
    <div className="flex flex-col gap-8">
      <div className="grid gap-12 lg:grid-cols-2">
        <Skeleton className="h-20 w-full" />
        <SkeletonLines lines={4} />
      </div>
      <SkeletonLines lines={6} />
    </div>
  )
}

function PauseButton(props: { connection: Connection }) {
  const t = useTranslations('sync')
  const mayNot = useMayNot()
  const refused = useRefused()
  const touched = ['sync.', 'connection.', 'desk.']
  const pause = useWrite(pauseConnection, {
    invalidates: touched,
    onDone: () => toast.note(t('pausedDone')),
    onProblem: refused,
  })
  const resume = useWrite(resumeConnection, {
    invalidates: touched,
    onDone: () => toast.done(t('resumedDone')),
    onProblem: refused,
  })
  const { paused, state } = props.connection
  if (state === 'disconnected') return null
  return (
    <Button
      variant={paused ? 'primary' : 'secondary'}
      busy={pause.isPending || resume.isPending}
      disabledReason={mayNot('connection.manage')}
      onClick={() => (paused ? resume.mutate({}) : pause.mutate({}))}
    >
      {paused ? t('resume') : t('pause')}
    </Button>
  )
}

function State(props: { connection: Connection }) {
  const t = useTranslations('sync')
  const { connection } = props
  const troubled = connection.state !== 'connected'
  if (!troubled && !connection.paused) return null
  return (
    <div className="mb-6 flex flex-col gap-3">
      {troubled && (
        <Notice
          tone={connection.state === 'needs-attention' ? 'red' : 'grey'}
          title={t(states[connection.state].word)}
          action={
            <LinkButton size="small" to="/settings/cin7">
              {t('openConnection')}
            </LinkButton>
          }
        >
          {connection.stateSentence}
        </Notice>
      )}
      {connection.paused && (
        <Notice tone="amber" title={t('pausedTitle')}>
          {t('pausedNote')}
        </Notice>
      )}
    </div>
  )
}

function Budget(props: { budget: Sync['budget'] }) {
  const t = useTranslations('sync')
  const format = useFormat()
  const { budget } = props
  const nowMs = useNow()
  const known = new Set<string>(purposes.map(({ purpose }) => purpose))
  const rest = Object.entries(budget.usedBy)
    .filter(([purpose]) => !known.has(purpose))
    .reduce((sum, [, used]) => sum + used, 0)
  const parts = purposes
    .map(({ purpose, tone }) => ({
      label: t(`purpose-${purpose}`),
      value: (budget.usedBy[purpose] ?? 0) + (purpose === 'connect' ? rest : 0),
      tone,
    }))
    .filter((part) => part.value > 0)
  return (
    <section aria-label={t('budget')}>
      <PartsBar
        label={t('budget')}
        max={budget.perDay}
        parts={parts}
        summary={t('budgetNote', {
          used: budget.usedToday,
          limit: budget.perDay,
          at: format.dateTimeInside(budget.resetsAt),
        })}
      />
      <p className="mt-2 text-small text-soft">
        {t('budgetLimits', { perSecond: budget.perSecond, perMinute: budget.perMinute })}
        {budget.closedUntil !== null && Date.parse(budget.closedUntil) > nowMs && (
          <span className="text-amber-text">
            {' '}
            {t('closedUntil', { at: format.time(budget.closedUntil) })}
          </span>
        )}
      </p>
    </section>
  )
}

function ConnectionFacts(props: { connection: Connection }) {
  const t = useTranslations('sync')
  const format = useFormat()
  const { connection } = props
  return (
    <section aria-label={t('connection')}>
      <KeyValue
        facts={[
          {
            name: t('connection'),
            value: t(states[connection.state].word),
            note: t('since', { at: format.dateTimeInside(connection.stateSince) }),
          },
          { name: t('account'), value: connection.username },
          { name: t('address'), value: connection.address },
          connection.checkedAt !== null && {
            name: t('checked'),
            value: <Age at={connection.checkedAt} />,
          },
          connection.retryAt !== null && {
            name: t('retryAt'),
            value: format.dateTime(connection.retryAt),
          },
        ]}
      />
      <p className="mt-2">
        <TextLink to="/settings/cin7">{t('back')}</TextLink>
      </p>
    </section>
  )
}

function Loops(props: { loops: Sync['loops'] }) {
  const t = useTranslations('sync')
  const format = useFormat()
  const nowMs = useNow()
  const next = (at: string | null) => {
    if (at === null) return null
    const span = format.span(Date.parse(at) - nowMs)
    return span === null ? t('overdue') : t('inSpan', { span })
  }
  return (
    <ul className="divide-y divide-line border-y border-line">
      {props.loops.map((loop) => (
        <li key={loop.loop} className="py-2.5">
          <div className="flex flex-wrap justify-between gap-x-4">
            <span className="font-semibold">{t(`loop-${loop.loop}`)}</span>
            <span className="text-soft">
              {t('last')}: {loop.lastEndedAt === null ? t('never') : <Age at={loop.lastEndedAt} />}
              {loop.nextAt !== null && (
                <>
                  {' · '}
                  {t('next')}: {next(loop.nextAt)}
                </>
              )}
            </span>
          </div>
          {loop.lastSentence !== null && <p className="text-pretty text-soft">{loop.lastSentence}</p>}
        </li>
      ))}
    </ul>
  )
}

function Waits(props: { waiting: Sync['waiting'] }) {
  const t = useTranslations('sync')
  const places = [
    { name: 'waiting', to: '/orders', search: { tab: 'waiting' } },
    { name: 'sending', to: '/orders', search: { tab: 'waiting' } },
    { name: 'parked', to: '/inbox', search: {} },
  ] as const
  return (
    <ul className="-mx-3 flex flex-wrap">
      {places.map(({ name, to, search }) => (
        <li key={name}>
          <TextLink
            to={to}
            search={search}
            quiet
            className="block min-w-28 rounded-control px-3 py-2 hover:bg-hover hover:no-underline!"
          >
            {t(name)}
            <span className="block text-figure font-semibold text-ink">
              <Qty qty={props.waiting[name]} />
            </span>
          </TextLink>
        </li>
      ))}
    </ul>
  )
}
