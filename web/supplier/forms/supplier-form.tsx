// The supplier's settings as one form, saved together.
import { useMemo, useRef } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { getSupplier, saveSupplier } from '../../../src/contract/desk.ts'
import type { AnswerOf } from '../../../src/contract/endpoint.ts'
import { ApiProblem } from '../../kit/api.ts'
import { Form, SubmitButton } from '../../kit/form.tsx'
import { toast } from '../../kit/toasts.ts'
import { useInvalidate, useWrite } from '../../kit/use-endpoint.ts'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/page.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { NumberField, TextArea, TextField } from '../../ui/text-field.tsx'
import { useMayNot } from '../desk-session.ts'
import { ChoiceField } from './choice-field.tsx'
import { countryChoices, timeZoneChoices } from './region-choices.ts'
import { SaveBar } from './save-bar.tsx'
import { TryOrder } from './try-order.tsx'
import { useRecordDraft } from './use-record-draft.ts'

type Supplier = AnswerOf<typeof getSupplier>

const fields = [
  'name',
  'country',
  'timeZone',
  'orderPrefix',
  'freightDescription',
  'taxTreatment',
  'taxRate',
  'taxRounding',
  'internalCommentTemplate',
] as const
type Values = Pick<Supplier, (typeof fields)[number]>

const placeholders = ['number', 'source', 'person', 'poNumber', 'link', 'customer'] as const

function valuesOf(supplier: Supplier): Values {
  const { name, country, timeZone, orderPrefix, freightDescription } = supplier
  const { taxTreatment, taxRate, taxRounding, internalCommentTemplate } = supplier
  return {
    name,
    country,
    timeZone,
    orderPrefix,
    freightDescription,
    taxTreatment,
    taxRate,
    taxRounding,
    internalCommentTemplate,
  }
}

export function SupplierForm(props: { supplier: Supplier }) {
  const t = useTranslations('settings')
  const locale = useLocale()
  const { supplier } = props
  const mayNot = useMayNot()('settings.manage')
  const values = useMemo(() => valuesOf(supplier), [supplier])
  const draft = useRecordDraft(values, supplier.revision)
  const invalidate = useInvalidate()
  const countries = useMemo(() => countryChoices(locale), [locale])
  const zones = useMemo(() => timeZoneChoices(locale), [locale])
  const comment = useRef<HTMLTextAreaElement>(null)
  const entered = useRef(false)
  const save = useWrite(saveSupplier, {
    invalidates: ['settings.', 'session.', 'desk.', 'orders.preview'],
    onDone: (saved) => {
      draft.saved(valuesOf(saved), saved.revision)
      toast.done(t('saved'))
    },
    onProblem: (error) => {
      if (isStale(error)) void invalidate([getSupplier.name])
    },
  })

  function submit(): void {
    if (!draft.dirty || draft.clashes !== null || mayNot !== null) return
    const changed = Object.fromEntries(draft.changed.map((field) => [field, draft.values[field]]))
    save.mutate({ body: { ...(changed as Partial<Values>), revision: draft.revision } })
  }

  function putIn(name: string): void {
    const box = comment.current
    const text = draft.values.internalCommentTemplate
    // Before anybody put the cursor somewhere it is said to be at the start; people expect the end.
    const from = entered.current ? (box?.selectionStart ?? text.length) : text.length
    const to = entered.current ? (box?.selectionEnd ?? text.length) : text.length
    draft.set('internalCommentTemplate', `${text.slice(0, from)}{${name}}${text.slice(to)}`)
    const end = from + name.length + 2
    requestAnimationFrame(() => {
      box?.focus()
      box?.setSelectionRange(end, end)
    })
  }

  const labelOf = (field: string) => {
    const known = fields.find((one) => one === field)
    return known === undefined ? field : t(known)
  }
  return (
    <Form
      label={t('title')}
      error={isStale(save.error) ? null : save.error}
      busy={save.isPending}
      onSubmit={submit}
      className="mt-5 flex flex-col"
    >
      <Section title={t('business')}>
        <div className="grid gap-x-5 gap-y-4 md:grid-cols-2">
          <TextField label={t('name')} autoComplete="organization" {...draft.text('name')} />
          <ChoiceField
            label={t('country')}
            name="country"
            value={draft.values.country}
            onChange={(country) => draft.set('country', country)}
            choices={countries}
          />
          <ChoiceField
            label={t('timeZone')}
            name="timeZone"
            hint={t('timeZoneHint')}
            value={draft.values.timeZone}
            onChange={(timeZone) => draft.set('timeZone', timeZone)}
            choices={zones}
            required
          />
          <div className="flex flex-col gap-1">
            <span className="text-small font-semibold">{t('currency')}</span>
            <span className="flex h-(--control) items-center">{supplier.currency}</span>
            <span className="text-small text-soft">{t('currencyNote')}</span>
          </div>
        </div>
      </Section>
      <Section title={t('orders')}>
        <div className="grid gap-x-5 gap-y-4 md:grid-cols-2">
          <TextField
            label={t('orderPrefix')}
            hint={t('orderPrefixHint', { example: `${draft.values.orderPrefix}1001` })}
            autoComplete="off"
            spellCheck={false}
            maxLength={12}
            {...draft.text('orderPrefix')}
          />
          <TextField
            label={t('freightDescription')}
            hint={t('freightHint')}
            autoComplete="off"
            {...draft.text('freightDescription')}
          />
        </div>
      </Section>
      <Section title={t('tax')} note={t('taxNote')}>
        <div className="grid gap-x-5 gap-y-5 md:grid-cols-2">
          <RadioGroup
            label={t('taxTreatment')}
            name="taxTreatment"
            value={draft.values.taxTreatment}
            onChange={(value) => draft.set('taxTreatment', value)}
            options={[
              { value: 'exclusive', label: t('exclusive'), note: t('exclusiveNote') },
              { value: 'inclusive', label: t('inclusive'), note: t('inclusiveNote') },
              { value: 'exempt', label: t('exempt'), note: t('exemptNote') },
            ]}
          />
          {draft.values.taxTreatment !== 'exempt' && (
            <div className="flex flex-col gap-5">
              <NumberField label={t('taxRate')} after="%" className="max-w-40" {...draft.text('taxRate')} />
              <RadioGroup
                label={t('taxRounding')}
                name="taxRounding"
                value={draft.values.taxRounding}
                onChange={(value) => draft.set('taxRounding', value)}
                options={[
                  { value: 'line', label: t('line') },
                  { value: 'order', label: t('order') },
                ]}
              />
            </div>
          )}
        </div>
      </Section>
      <Section title={t('comment')} note={t('commentNote')}>
        <div className="flex flex-col gap-3">
          <TextArea
            ref={comment}
            label={t('internalCommentTemplate')}
            rows={2}
            maxLength={1000}
            onFocus={() => {
              entered.current = true
            }}
            {...draft.text('internalCommentTemplate')}
          />
          <div className="flex flex-wrap items-center gap-1.5">
            <span className="text-small text-soft">{t('placeholders')}</span>
            {placeholders.map((name) => (
              <Button
                key={name}
                size="small"
                aria-label={t('placeholder', { name: t(`ph_${name}`) })}
                onClick={() => putIn(name)}
              >
                {t(`ph_${name}`)}
              </Button>
            ))}
          </div>
          <TryOrder trial={{ internalCommentTemplate: draft.values.internalCommentTemplate }} />
        </div>
      </Section>
      <SaveBar draft={draft} labelOf={labelOf} onDiscard={save.reset}>
        {(reason) => (
          <SubmitButton busy={save.isPending} disabledReason={mayNot ?? reason}>
            {t('save')}
          </SubmitButton>
        )}
      </SaveBar>
    </Form>
  )
}

function isStale(error: Error | null): boolean {
  return error instanceof ApiProblem && error.code === 'revision-stale'
}
