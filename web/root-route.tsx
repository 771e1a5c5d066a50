// The route above all others: what shows when an address has no page, and when a page breaks. Loads with the app, so it
// must need nothing that a broken page may need.
import type { QueryClient } from '@tanstack/react-query'
import { Outlet, createRootRouteWithContext } from '@tanstack/react-router'
import type { ErrorComponentProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { LinkButton } from './kit/link.tsx'
import { buttonClass } from './ui/button-class.ts'

export type RouterContext = { queryClient: QueryClient }

export const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: Broken,
})

export function NotFound() {
  const t = useTranslations('kit')
  return (
    <Lost title={t('notFoundTitle')} words={t('notFound')}>
      <LinkButton to="/">{t('goHome')}</LinkButton>
    </Lost>
  )
}

export function Broken(props: ErrorComponentProps) {
  const t = useTranslations('kit')
  const detail = props.error instanceof Error ? props.error.message : String(props.error)
  return (
    <Lost title={t('brokenTitle')} words={t('broken', { detail })}>
      <button type="button" className={buttonClass({})} onClick={() => window.location.reload()}>
        {t('loadAgain')}
      </button>
    </Lost>
  )
}

function Lost(props: { title: string; words: string; children: ReactNode }) {
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-start gap-3 px-5 py-16">
      <h1 className="text-title">{props.title}</h1>
      <p className="text-pretty wrap-anywhere text-soft">{props.words}</p>
      {props.children}
    </div>
  )
}
