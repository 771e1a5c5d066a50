// What a person signs in with, on the page for it and over the desk once a session has ended.
import { useTranslations } from 'use-intl'
import { SubmitButton, type useDraft } from '../../kit/form.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { PasswordField } from './password-field.tsx'

type Draft = ReturnType<typeof useDraft<{ email: string; password: string }>>

export function SignInFields({ draft, busy }: { draft: Draft; busy: boolean }) {
  const t = useTranslations('entry')
  return (
    <>
      <TextField
        label={t('email')}
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        inputMode="email"
        {...draft.bind('email')}
      />
      <PasswordField label={t('password')} {...draft.bind('password')} />
      <div className="flex flex-col *:w-full">
        <SubmitButton busy={busy}>{t('signInGo')}</SubmitButton>
      </div>
    </>
  )
}
