// The first page of a new installation: the business and its owner. Shown once; the set-up goes on from Today.
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { setUp } from '../../../src/contract/session.ts'
import { Form, SubmitButton, useDraft } from '../../kit/form.tsx'
import { toast } from '../../kit/toasts.ts'
import { useWrite } from '../../kit/use-endpoint.ts'
import { TextField } from '../../ui/text-field.tsx'
import { ChoiceField } from '../forms/choice-field.tsx'
import { PasswordField } from '../forms/password-field.tsx'
import {
  countryChoices,
  currencyChoices,
  deviceTimeZone,
  likelyCountry,
  likelyFor,
  timeZoneChoices,
} from '../forms/region-choices.ts'
import { useFocusMissing } from '../forms/use-focus-missing.ts'
import { usePageTitle } from '../page-title.ts'
import { sessionKey } from '../session-gate.ts'
import { EntryFrame } from './entry-frame.tsx'

function beginning() {
  const country = likelyCountry()
  return {
    supplierName: '',
    country,
    currency: likelyFor(country)?.currency ?? '',
    timeZone: deviceTimeZone(),
    personName: '',
    email: '',
    password: '',
  }
}

export function SetUpPage() {
  const t = useTranslations('entry')
  const locale = useLocale()
  const navigate = useNavigate()
  const client = useQueryClient()
  const [initial] = useState(beginning)
  const draft = useDraft(initial)
  const [touched, setTouched] = useState(false)
  const [missing, setMissing] = useState<Record<string, string>>({})
  useFocusMissing(missing)
  const countries = useMemo(() => countryChoices(locale), [locale])
  const currencies = useMemo(() => currencyChoices(locale), [locale])
  const zones = useMemo(() => timeZoneChoices(locale), [locale])
  usePageTitle(t('setUp'))
  const send = useWrite(setUp, {
    onDone: (session) => {
      client.clear()
      client.setQueryData(sessionKey, session)
      toast.done(t('welcome', { name: draft.values.supplierName.trim() }))
      void navigate({ to: '/', replace: true })
    },
  })

  function submit(): void {
    const lacks: Record<string, string> = {}
    if (draft.values.country === '') lacks['country'] = t('needCountry')
    if (draft.values.currency === '') lacks['currency'] = t('needCurrency')
    if (draft.values.timeZone === '') lacks['timeZone'] = t('needTimeZone')
    setMissing(lacks)
    if (Object.keys(lacks).length === 0) send.mutate({ body: draft.values })
  }

  function chooseCountry(country: string): void {
    draft.set('country', country)
    const guess = likelyFor(country)
    if (guess !== undefined && !touched) draft.set('currency', guess.currency)
  }

  return (
    <EntryFrame title={t('setUp')} note={t('setUpNote')} wide>
      <Form
        label={t('setUp')}
        error={send.error}
        errors={missing}
        busy={send.isPending}
        onSubmit={submit}
        className="flex flex-col gap-6"
      >
        <fieldset className="grid gap-x-5 gap-y-4 md:grid-cols-2">
          <legend className="mb-3 text-lead font-semibold">{t('business')}</legend>
          <TextField
            label={t('businessName')}
            hint={t('businessNameHint')}
            autoComplete="organization"
            className="md:col-span-2"
            {...draft.bind('supplierName')}
          />
          <ChoiceField
            label={t('country')}
            name="country"
            value={draft.values.country}
            onChange={chooseCountry}
            choices={countries}
            required
          />
          <ChoiceField
            label={t('currency')}
            name="currency"
            hint={t('currencyHint')}
            value={draft.values.currency}
            onChange={(currency) => {
              setTouched(true)
              draft.set('currency', currency)
            }}
            choices={currencies}
            required
          />
          <ChoiceField
            label={t('timeZone')}
            name="timeZone"
            hint={t('timeZoneHint')}
            value={draft.values.timeZone}
            onChange={(timeZone) => draft.set('timeZone', timeZone)}
            choices={zones}
            className="md:col-span-2"
            required
          />
        </fieldset>
        <fieldset className="grid gap-x-5 gap-y-4 md:grid-cols-2">
          <legend className="mb-3 text-lead font-semibold">{t('you')}</legend>
          <TextField label={t('yourName')} autoComplete="name" {...draft.bind('personName')} />
          <TextField
            label={t('email')}
            hint={t('emailHint')}
            type="email"
            autoComplete="username"
            autoCapitalize="none"
            inputMode="email"
            {...draft.bind('email')}
          />
          <div className="md:col-span-2">
            <PasswordField label={t('password')} fresh {...draft.bind('password')} />
          </div>
        </fieldset>
        <div className="flex flex-col md:items-start max-md:*:w-full">
          <SubmitButton busy={send.isPending}>{t('setUpGo')}</SubmitButton>
        </div>
      </Form>
    </EntryFrame>
  )
}
