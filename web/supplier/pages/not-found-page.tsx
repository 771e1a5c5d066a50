// What the desk shows for an address that has no page, with the rail still around it.
import { useTranslations } from 'use-intl'
import { LinkButton } from '../../kit/link.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { usePageTitle } from '../page-title.ts'

export function NotFoundPage() {
  const t = useTranslations('desk')
  usePageTitle(t('notFoundTitle'))
  return (
    <Page>
      <PageHeader title={t('notFoundTitle')} meta={t('notFound')} />
      <LinkButton to="/">{t('goToday')}</LinkButton>
    </Page>
  )
}
