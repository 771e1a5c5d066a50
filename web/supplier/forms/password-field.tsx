// A password that can be looked at while typing, with a word on how strong a new one is.
import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useTranslations } from 'use-intl'
import { Field } from '../../ui/field.tsx'
import { passwordStrength } from './password-strength.ts'

export function PasswordField(props: {
  label: string
  name: string
  value: string
  onChange: (value: string) => void
  /** A new one gets a strength hint, and password managers offer to make one. */
  fresh?: boolean | undefined
}) {
  const t = useTranslations('entry')
  const [shown, setShown] = useState(false)
  const [caps, setCaps] = useState(false)
  const strength = passwordStrength(props.value)
  const words = {
    empty: t('passwordEmpty'),
    short: t('passwordShort', { count: strength.missing }),
    weak: t('passwordWeak'),
    fair: t('passwordFair'),
    strong: t('passwordStrong'),
  }
  const hint = caps ? t('capsLock') : props.fresh === true ? words[strength.word] : undefined
  const watch = (event: KeyboardEvent<HTMLInputElement>) => setCaps(event.getModifierState('CapsLock'))
  const Icon = shown ? EyeOff : Eye
  return (
    <Field label={props.label} name={props.name} hint={hint}>
      {(ids) => (
        <div className="relative">
          <input
            id={ids.id}
            name={props.name}
            type={shown ? 'text' : 'password'}
            autoComplete={props.fresh === true ? 'new-password' : 'current-password'}
            autoCapitalize="none"
            spellCheck={false}
            value={props.value}
            aria-invalid={ids.invalid}
            aria-describedby={ids.describedBy}
            onChange={(event) => props.onChange(event.target.value)}
            onKeyDown={watch}
            onKeyUp={watch}
            className="control w-full min-w-0 pr-11 pl-2.5"
          />
          <button
            type="button"
            aria-label={shown ? t('hidePassword') : t('showPassword')}
            onClick={() => setShown(!shown)}
            className="absolute inset-y-0 right-0 flex w-10 items-center justify-center rounded-control text-soft hover:text-ink"
          >
            <Icon aria-hidden className="size-4" />
          </button>
        </div>
      )}
    </Field>
  )
}
