// Over the desk once its session has ended. The page below stays as it is, with all that was typed, and nobody sees it
// before the same person has signed in again.
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import { signIn } from '../../src/contract/session.ts'
import { Form, useDraft } from '../kit/form.tsx'
import { setSignedOut } from '../kit/signed-out.ts'
import { useWrite } from '../kit/use-endpoint.ts'
import { Cover } from '../ui/dialog.tsx'
import type { Desk } from './desk-session.ts'
import { SignInFields } from './forms/sign-in-fields.tsx'
import { sessionKey } from './session-gate.ts'

export function SignInAgain(props: { desk: Desk }) {
  const t = useTranslations('entry')
  const client = useQueryClient()
  const { person, supplier } = props.desk
  const draft = useDraft({ email: person.email, password: '' })
  const send = useWrite(signIn, {
    onDone: (session) => {
      if (session.person?.userId !== person.userId || session.supplier?.supplierId !== supplier.supplierId) {
        // Somebody else's desk: nothing of this one may stay in the tab's memory.
        window.location.assign('/')
        return
      }
      client.setQueryData(sessionKey, session)
      setSignedOut(false)
      void client.invalidateQueries()
    },
  })
  return (
    <Cover title={t('signInAgain')} description={t('signInAgainNote')} first="input[type=password]">
      <Form
        label={t('signInAgain')}
        error={send.error}
        busy={send.isPending}
        onSubmit={() => send.mutate({ body: draft.values })}
        className="flex flex-col gap-4 pb-4"
      >
        <SignInFields draft={draft} busy={send.isPending} />
      </Form>
    </Cover>
  )
}
