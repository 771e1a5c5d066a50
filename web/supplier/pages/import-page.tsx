// Importing customers or products: read from Cin7, look, choose, apply. The server does the work, so the page can be
// left at any time and shows on return where the import is.
import { useQueryClient } from '@tanstack/react-query'
import { CloudDownload } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { getConnection } from '../../../src/contract/connection.ts'
import { applyImport, cancelImport, latestImport, startImport } from '../../../src/contract/imports.ts'
import type { ImportView } from '../../../src/contract/imports.ts'
import { LinkButton, TextLink } from '../../kit/link.tsx'
import { LoadProblem, useProblemWords } from '../../kit/problem.tsx'
import { toast } from '../../kit/toasts.ts'
import { useEndpoint, useWrite } from '../../kit/use-endpoint.ts'
import { Age } from '../../ui/age.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Notice } from '../../ui/status-mark.tsx'
import { useMayNot } from '../desk-session.ts'
import { NextStep } from '../forms/setup-checklist.tsx'
import { usePageTitle } from '../page-title.ts'
import { ImportProgress } from './import-progress.tsx'
import { ImportRows } from './import-rows.tsx'
import { importLive } from './import-watch.ts'
import type { ImportKind } from './import-watch.ts'

export function ImportCustomersPage() {
  return <ImportPage key="customers" kind="customers" />
}

export function ImportProductsPage() {
  return <ImportPage key="products" kind="products" />
}

function ImportPage(props: { kind: ImportKind }) {
  const t = useTranslations('imports')
  const { kind } = props
  const mayNot = useMayNot()('imports.run')
  const latest = useEndpoint(latestImport, mayNot === null ? { query: { kind } } : null, { live: importLive })
  const title = kind === 'customers' ? t('customersTitle') : t('productsTitle')
  usePageTitle(title)
  const current = latest.data?.import ?? null
  return (
    <Page>
      <PageHeader
        title={title}
        back={
          <TextLink to={kind === 'customers' ? '/customers' : '/products'} quiet>
            {t(kind)}
          </TextLink>
        }
        meta={
          current !== null && (
            <>
              {t('when')} <Age at={current.startedAt} />
            </>
          )
        }
        actions={current !== null && <HeadActions kind={kind} current={current} />}
      />
      {mayNot !== null ? (
        <Notice tone="amber">{mayNot}</Notice>
      ) : latest.data === undefined ? (
        latest.isError ? (
          <LoadProblem error={latest.error} onRetry={() => void latest.refetch()} />
        ) : (
          <Loading />
        )
      ) : current === null ? (
        <Beginning kind={kind} />
      ) : (
        <>
          <Where kind={kind} current={current} />
          {current.state === 'ready' || current.rowsRead > 0 ? (
            <ImportRows key={current.importId} kind={kind} current={current} />
          ) : null}
        </>
      )}
    </Page>
  )
}

function useStart(kind: ImportKind) {
  const client = useQueryClient()
  return useWrite(startImport, {
    onDone: (started) => {
      client.setQueryData([latestImport.name, { query: { kind } }], { import: started })
    },
  })
}

function Beginning(props: { kind: ImportKind }) {
  const t = useTranslations('imports')
  const start = useStart(props.kind)
  const wordsOf = useProblemWords()
  const read = useEndpoint(getConnection, {})
  const unconnected =
    read.data !== undefined &&
    (read.data.connection === null || read.data.connection.state === 'disconnected')
  return (
    <EmptyState
      icon={CloudDownload}
      title={props.kind === 'customers' ? t('startTitleCustomers') : t('startTitleProducts')}
      action={
        unconnected ? (
          <LinkButton to="/settings/cin7" variant="primary">
            {t('connectFirst')}
          </LinkButton>
        ) : (
          <Button
            variant="primary"
            busy={start.isPending}
            onClick={() => start.mutate({ body: { kind: props.kind } })}
          >
            {t('start')}
          </Button>
        )
      }
    >
      <p>{props.kind === 'customers' ? t('startCustomers') : t('startProducts')}</p>
      {unconnected && <p className="mt-2">{t('notConnected')}</p>}
      {start.error !== null && (
        <div className="mt-3">
          <Notice tone="red" title={wordsOf(start.error).title}>
            {wordsOf(start.error).detail}
          </Notice>
        </div>
      )}
    </EmptyState>
  )
}

function HeadActions(props: { kind: ImportKind; current: ImportView }) {
  const t = useTranslations('imports')
  const { kind, current } = props
  const client = useQueryClient()
  const problem = (error: Error) => toast.problem(error.message)
  const again = useStart(kind)
  const cancel = useWrite(cancelImport, {
    invalidates: ['imports.'],
    onDone: () => toast.done(t('cancelled')),
    onProblem: problem,
  })
  const apply = useWrite(applyImport, {
    invalidates: ['imports.rows'],
    onDone: (applying) => client.setQueryData([latestImport.name, { query: { kind } }], { import: applying }),
    onProblem: problem,
  })
  const params = { importId: current.importId }
  if (current.state === 'reading' || current.state === 'applying') {
    return (
      <Button busy={cancel.isPending} onClick={() => cancel.mutate({ params })}>
        {t('cancel')}
      </Button>
    )
  }
  const startAgain = (
    <Button
      variant={current.state === 'ready' ? 'secondary' : 'primary'}
      busy={again.isPending}
      onClick={() => again.mutate({ body: { kind } }, { onError: problem })}
    >
      {t('again')}
    </Button>
  )
  if (current.state !== 'ready') return startAgain
  const { chosen } = current.counts
  return (
    <>
      <Button busy={cancel.isPending} onClick={() => cancel.mutate({ params })}>
        {t('cancel')}
      </Button>
      <Button
        variant="primary"
        busy={apply.isPending}
        disabledReason={chosen === 0 ? t('nothingChosen') : null}
        onClick={() => apply.mutate({ params })}
      >
        {chosen === 0 ? t('chosen', { count: 0 }) : t('apply', { count: chosen })}
      </Button>
    </>
  )
}

/** Where the import is, in one line or notice above the rows. */
function Where(props: { kind: ImportKind; current: ImportView }) {
  const t = useTranslations('imports')
  const { kind, current } = props
  switch (current.state) {
    case 'reading':
    case 'applying':
      return <ImportProgress current={current} />
    case 'ready':
      return <p className="mb-4 text-soft">{current.sentence ?? t('choose')}</p>
    case 'done':
      return (
        <div className="mb-4 flex flex-col gap-3">
          <Notice
            tone={current.counts.failed > 0 ? 'amber' : 'green'}
            title={t('doneTitle')}
            action={
              <LinkButton size="small" to={kind === 'customers' ? '/customers' : '/products'}>
                {kind === 'customers' ? t('openCustomers') : t('openProducts')}
              </LinkButton>
            }
          >
            {t('doneWords', { count: current.rowsApplied - current.counts.failed })}
            {current.counts.failed > 0 && ` ${t('failedRows', { count: current.counts.failed })}`}
          </Notice>
          <NextStep after={kind} />
        </div>
      )
    case 'failed':
    case 'cancelled':
      return (
        <div className="mb-4">
          <Notice
            tone={current.state === 'failed' ? 'red' : 'grey'}
            title={current.state === 'failed' ? t('failedTitle') : t('cancelledTitle')}
          >
            {current.sentence}
          </Notice>
        </div>
      )
  }
}

function Loading() {
  return (
    <div aria-busy className="flex flex-col gap-4">
      <Skeleton className="h-5 w-80 max-w-full" />
      <Skeleton className="h-10 w-full" />
      {Array.from({ length: 8 }, (_, index) => (
        <Skeleton key={index} className="h-6 w-full" />
      ))}
    </div>
  )
}
