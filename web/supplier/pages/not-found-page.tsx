// What the desk shows for an address that has no page, with the rail still around it.
import { Compass } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { LinkButton } from '../../kit/link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Page } from '../../ui/page.tsx'
import { usePageTitle } from '../page-title.ts'

export function NotFoundPage() {
  const t = useTranslations('desk')
  usePageTitle(t('notFoundTitle'))
  return (
    <Page>
      <EmptyState
        icon={Compass}
        title={t('notFoundTitle')}
        action={<LinkButton to="/">{t('goToday')}</LinkButton>}
      >
        {t('notFound')}
      </EmptyState>
    </Page>
  )
}
