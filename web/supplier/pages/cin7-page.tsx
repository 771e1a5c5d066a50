// The connection to Cin7 Omni: how to connect before, how it is after.
import { useTranslations } from 'use-intl'
import { getConnection } from '../../../src/contract/connection.ts'
import type { ConnectionView } from '../../../src/contract/connection.ts'
import { live } from '../../kit/live.ts'
import { TextLink } from '../../kit/link.tsx'
import { LoadProblem } from '../../kit/problem.tsx'
import { useEndpoint } from '../../kit/use-endpoint.ts'
import { Page, PageHeader } from '../../ui/page.tsx'
import { Skeleton, SkeletonLines } from '../../ui/skeleton.tsx'
import { Badge } from '../../ui/status-mark.tsx'
import { usePageTitle } from '../page-title.ts'
import { Cin7Actions } from './cin7-actions.tsx'
import { Cin7Connect } from './cin7-connect.tsx'
import { Cin7Connected } from './cin7-connected.tsx'

const everyMs = 5_000

export function Cin7Page() {
  const t = useTranslations('cin7')
  const read = useEndpoint(getConnection, {}, { live: live(everyMs, () => true) })
  usePageTitle(t('title'))
  const connection = read.data?.connection ?? null
  const on = connection !== null && connection.state !== 'disconnected' ? connection : null
  return (
    <Page narrow={on === null}>
      <PageHeader
        title={t('title')}
        back={
          <TextLink to="/settings" quiet>
            {t('back')}
          </TextLink>
        }
        mark={on !== null && <Mark connection={on} />}
        actions={on !== null && <Cin7Actions connection={on} />}
      />
      {read.data === undefined ? (
        read.isError ? (
          <LoadProblem error={read.error} onRetry={() => void read.refetch()} />
        ) : (
          <div aria-busy className="flex flex-col gap-6">
            <SkeletonLines lines={4} />
            <Skeleton className="h-40 w-full" />
            <SkeletonLines lines={6} />
          </div>
        )
      ) : on === null ? (
        <Cin7Connect address={read.data.address} earlier={connection} />
      ) : (
        <Cin7Connected connection={on} />
      )}
    </Page>
  )
}

function Mark(props: { connection: ConnectionView }) {
  const t = useTranslations('cin7')
  if (props.connection.state === 'needs-attention') return <Badge tone="red">{t('attention')}</Badge>
  if (props.connection.paused) return <Badge tone="amber">{t('paused')}</Badge>
  return <Badge tone="green">{t('connected')}</Badge>
}
