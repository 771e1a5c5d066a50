// Keeps an eye on running imports from anywhere on the desk, and says when one has been read or is done.
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { latestImport } from '../../../src/contract/imports.ts'
import type { ImportView } from '../../../src/contract/imports.ts'
import { live } from '../../kit/live.ts'
import { toast } from '../../kit/toasts.ts'
import { useEndpoint, useInvalidate } from '../../kit/use-endpoint.ts'
import { useMayNot } from '../desk-session.ts'

export type ImportKind = ImportView['kind']

/** Asks every moment while an import runs, and not at all otherwise. */
export const importLive = live<{ import: ImportView | null }>(1_500, ({ import: current }) =>
  current === null ? false : current.state === 'reading' || current.state === 'applying',
)

export function useImportWatch(): void {
  const may = useMayNot()('imports.run') === null
  useWatch('customers', may)
  useWatch('products', may)
}

function useWatch(kind: ImportKind, may: boolean): void {
  const t = useTranslations('imports')
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const invalidate = useInvalidate()
  const latest = useEndpoint(latestImport, may ? { query: { kind } } : null, {
    live: importLive,
    staleMs: 30_000,
  })
  const current = latest.data?.import ?? null
  const before = useRef<ImportView | null>(null)

  useEffect(() => {
    const was = before.current
    before.current = current
    if (current === null || was === null || was.importId !== current.importId || was.state === current.state)
      return
    const place = `/import/${kind}`
    const action =
      pathname === place ? undefined : { label: t('open'), run: () => void navigate({ href: place }) }
    const customers = kind === 'customers'
    if (current.state === 'ready') {
      void invalidate(['imports.rows'])
      toast.done(customers ? t('toastReadCustomers') : t('toastReadProducts'), {
        detail: t('toastReadWords'),
        action,
      })
    } else if (current.state === 'done') {
      void invalidate(['imports.rows', `${kind}.`, 'desk.', 'inbox.'])
      toast.done(customers ? t('toastDoneCustomers') : t('toastDoneProducts'), {
        detail: t('toastDoneWords', { count: current.rowsApplied - current.counts.failed }),
        action,
      })
    } else if (current.state === 'failed') {
      void invalidate(['imports.rows', `${kind}.`, 'desk.', 'inbox.'])
      toast.problem(t('toastFailed'), { detail: current.sentence ?? undefined, action })
    }
  }, [current, kind, pathname, t, navigate, invalidate])
}
