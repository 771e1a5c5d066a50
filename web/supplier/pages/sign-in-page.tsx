// Sign in with e-mail and password, then back to where one wanted to go.
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslations } from 'use-intl'
import { signIn } from '../../../src/contract/session.ts'
import { Form, useDraft } from '../../kit/form.tsx'
import { useWrite } from '../../kit/use-endpoint.ts'
import { SignInFields } from '../forms/sign-in-fields.tsx'
import { usePageTitle } from '../page-title.ts'
import { sessionKey } from '../session-gate.ts'
import { EntryFrame } from './entry-frame.tsx'

const nothing = { email: '', password: '' }

export function SignInPage() {
  const t = useTranslations('entry')
  const { back } = useSearch({ from: '/sign-in' })
  const navigate = useNavigate()
  const client = useQueryClient()
  const draft = useDraft(nothing)
  usePageTitle(t('signIn'))
  const send = useWrite(signIn, {
    onDone: (session) => {
      client.clear()
      client.setQueryData(sessionKey, session)
      void navigate({ href: back ?? '/', replace: true })
    },
  })
  return (
    <EntryFrame title={t('signIn')} note={t('signInNote')}>
      <Form
        label={t('signIn')}
        error={send.error}
        busy={send.isPending}
        onSubmit={() => send.mutate({ body: draft.values })}
        className="flex flex-col gap-4"
      >
        <SignInFields draft={draft} busy={send.isPending} />
        <p className="text-small text-soft">{t('forgot')}</p>
      </Form>
    </EntryFrame>
  )
}
