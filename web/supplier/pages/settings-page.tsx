// The supplier's settings: the business, its orders and tax, the comment on sales orders, and the way to Cin7.
import { useTranslations } from 'use-intl'
import { getConnection } from '../../../src/contract/connection.ts'
import type { ConnectionView } from '../../../src/contract/connection.ts'
import { getSupplier } from '../../../src/contract/desk.ts'
import { LinkButton } from '../../kit/link.tsx'
import { LoadProblem } from '../../kit/problem.tsx'
import { useEndpoint } from '../../kit/use-endpoint.ts'
import { Page, PageHeader, Section } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { StatusMark } from '../../ui/status-mark.tsx'
import { SupplierForm } from '../forms/supplier-form.tsx'
import { usePageTitle } from '../page-title.ts'

export function SettingsPage() {
  const t = useTranslations('settings')
  const supplier = useEndpoint(getSupplier, {})
  const connection = useEndpoint(getConnection, {})
  usePageTitle(t('title'))
  return (
    <Page narrow>
      <PageHeader title={t('title')} />
      <Section title={t('integrations')} first>
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
          <div className="min-w-0">
            <div className="flex flex-wrap items-center gap-x-3">
              <span className="font-semibold">{t('cin7')}</span>
              {connection.data === undefined ? (
                <Skeleton className="h-4 w-24" />
              ) : (
                <ConnectionMark connection={connection.data.connection} />
              )}
            </div>
            <p className="text-pretty text-soft">{t('cin7Words')}</p>
          </div>
          <LinkButton to="/settings/cin7">
            {connection.data?.connection === null ? t('cin7Connect') : t('cin7Open')}
          </LinkButton>
        </div>
      </Section>
      {supplier.data !== undefined ? (
        <SupplierForm supplier={supplier.data} />
      ) : supplier.isError ? (
        <LoadProblem error={supplier.error} onRetry={() => void supplier.refetch()} />
      ) : (
        <div aria-busy className="mt-12 grid gap-5 md:grid-cols-2">
          {Array.from({ length: 8 }, (_, index) => (
            <div key={index} className="flex flex-col gap-1.5">
              <Skeleton className="h-3.5 w-24" />
              <Skeleton className="h-(--control) w-full" />
            </div>
          ))}
        </div>
      )}
    </Page>
  )
}

function ConnectionMark(props: { connection: ConnectionView | null }) {
  const t = useTranslations('settings')
  const { connection } = props
  if (connection === null) return <StatusMark tone="grey">{t('notConnected')}</StatusMark>
  if (connection.state === 'disconnected') return <StatusMark tone="grey">{t('disconnected')}</StatusMark>
  if (connection.state === 'needs-attention') return <StatusMark tone="red">{t('attention')}</StatusMark>
  if (connection.paused) return <StatusMark tone="amber">{t('paused')}</StatusMark>
  return <StatusMark tone="green">{t('connected')}</StatusMark>
}
