// Everything that is stuck, grouped by cause, each with what happened in words and the button that fixes it.
import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { AnswerOf } from '../../../src/contract/endpoint.ts'
import { listInbox, retryAll } from '../../../src/contract/inbox.ts'
import { LinkButton } from '../../kit/link.tsx'
import { LoadProblem } from '../../kit/problem.tsx'
import { toast } from '../../kit/toasts.ts'
import { useEndpoint, useWrite } from '../../kit/use-endpoint.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Page, PageHeader, Section } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useMayNot } from '../desk-session.ts'
import { InboxEntry } from '../order/inbox-entry.tsx'
import { useRefused } from '../order/order-actions.tsx'
import { touchedByOrders } from '../order/order-dialogs.tsx'
import { usePageTitle } from '../page-title.ts'

type Group = AnswerOf<typeof listInbox>['groups'][number]

const everyMs = 5_000

export function InboxPage() {
  const t = useTranslations('inbox')
  const inbox = useEndpoint(listInbox, {}, { live: () => everyMs, staleMs: 0 })
  usePageTitle(t('title'))
  const groups = inbox.data?.groups
  const count = groups?.reduce((sum, group) => sum + group.count, 0)
  return (
    <Page>
      <PageHeader title={t('title')} meta={count === undefined ? undefined : t('meta', { count })} />
      {groups === undefined ? (
        inbox.isError ? (
          <LoadProblem error={inbox.error} onRetry={() => void inbox.refetch()} />
        ) : (
          <Waiting />
        )
      ) : groups.length === 0 ? (
        <EmptyState
          icon={CircleCheck}
          title={t('allWell')}
          action={<LinkButton to="/orders">{t('seeOrders')}</LinkButton>}
        >
          {t('allWellNote')}
        </EmptyState>
      ) : (
        groups.map((group, index) => <CauseGroup key={group.cause} group={group} first={index === 0} />)
      )}
    </Page>
  )
}

function Waiting() {
  return (
    <div className="flex flex-col gap-6">
      {[0, 1, 2].map((index) => (
        <div key={index} className="flex flex-col gap-2.5 border-b border-line pb-6">
          <Skeleton className="h-5 w-56" />
          <Skeleton className="h-4 w-3/5" />
          <Skeleton className="h-8 w-40" />
        </div>
      ))}
    </div>
  )
}

function CauseGroup(props: { group: Group; first: boolean }) {
  const t = useTranslations('inbox')
  const mayNot = useMayNot()
  const refused = useRefused()
  const { group } = props
  const [open, setOpen] = useState<string | null>(null)
  const retry = useWrite(retryAll, {
    invalidates: touchedByOrders,
    onDone: ({ retried }) => toast.note(t('retriedAll', { count: retried })),
    onProblem: refused,
  })
  return (
    <Section
      first={props.first}
      title={t('cause', { title: group.title, count: group.count })}
      actions={
        group.canRetryAll &&
        group.count > 1 && (
          <Button
            busy={retry.isPending}
            disabledReason={mayNot('inbox.fix')}
            onClick={() => retry.mutate({ body: { cause: group.cause } })}
          >
            {t('retryAll', { count: group.count })}
          </Button>
        )
      }
    >
      <ul
        aria-label={t('entries', { title: group.title })}
        className="divide-y divide-line border-t border-line"
      >
        {group.entries.map((entry) => (
          <InboxEntry
            key={entry.entryId}
            entry={entry}
            cause={group.cause}
            open={open === entry.entryId}
            onOpen={(isOpen) => setOpen(isOpen ? entry.entryId : null)}
          />
        ))}
      </ul>
      {group.count > group.entries.length && (
        <p className="pt-3 text-soft">
          {t('newestShown', { shown: group.entries.length, count: group.count })}
        </p>
      )}
    </Section>
  )
}
