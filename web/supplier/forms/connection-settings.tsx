// What is read from Cin7 and what is sent there: price tier, contact groups, custom field mapping; saved together.
import { useMemo, useState } from 'react'
import { useTranslations } from 'use-intl'
import { getConnection, saveConnectionSettings } from '../../../src/contract/connection.ts'
import type { ConnectionView, MappingRule } from '../../../src/contract/connection.ts'
import { ApiProblem } from '../../kit/api.ts'
import { Form, SubmitButton } from '../../kit/form.tsx'
import { toast } from '../../kit/toasts.ts'
import { useInvalidate, useWrite } from '../../kit/use-endpoint.ts'
import { Section } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { useMayNot } from '../desk-session.ts'
import { GroupsField } from './groups-field.tsx'
import { MappingEditor } from './mapping-editor.tsx'
import { SaveBar } from './save-bar.tsx'
import { TryOrder } from './try-order.tsx'
import { useFocusMissing } from './use-focus-missing.ts'
import { useRecordDraft } from './use-record-draft.ts'

/** Lists are kept as their JSON, so that they compare and clash like any other value. */
const valuesOf = (connection: ConnectionView) => ({
  priceTier: connection.priceTier ?? '',
  contactGroups: JSON.stringify(connection.contactGroups),
  customFieldMapping: JSON.stringify(connection.customFieldMapping),
})

export function ConnectionSettings(props: { connection: ConnectionView }) {
  const t = useTranslations('cin7')
  const { connection } = props
  const mayNot = useMayNot()('connection.manage')
  const values = useMemo(() => valuesOf(connection), [connection])
  const draft = useRecordDraft(values, connection.revision)
  const invalidate = useInvalidate()
  const [missing, setMissing] = useState<Record<string, string>>({})
  useFocusMissing(missing)
  const groups = JSON.parse(draft.values.contactGroups) as string[]
  const rules = JSON.parse(draft.values.customFieldMapping) as MappingRule[]
  const save = useWrite(saveConnectionSettings, {
    invalidates: ['connection.', 'products.', 'orders.preview', 'desk.'],
    onDone: (saved) => {
      draft.saved(valuesOf(saved), saved.revision)
      toast.done(t('saved'))
    },
    onProblem: (error) => {
      if (isStale(error)) void invalidate([getConnection.name])
    },
  })

  function submit(): void {
    if (!draft.dirty || draft.clashes !== null || mayNot !== null) return
    const lacks: Record<string, string> = {}
    rules.forEach(({ from, to }, index) => {
      const path = `customFieldMapping.${index}`
      if (from.kind === 'customer-custom-field' && from.field.trim() === '')
        lacks[`${path}.from.field`] = t('needFrom')
      if (to.kind === 'custom-field' && to.field.trim() === '') lacks[`${path}.to.field`] = t('needTo')
    })
    setMissing(lacks)
    if (Object.keys(lacks).length > 0) return
    const has = (field: keyof typeof values) => draft.changed.includes(field)
    save.mutate({
      body: {
        revision: draft.revision,
        ...(has('priceTier') ? { priceTier: draft.values.priceTier } : {}),
        ...(has('contactGroups') ? { contactGroups: groups } : {}),
        ...(has('customFieldMapping') ? { customFieldMapping: rules } : {}),
      },
    })
  }

  const labels: Readonly<Record<string, string>> = {
    priceTier: t('priceTier'),
    contactGroups: t('groups'),
    customFieldMapping: t('mapping'),
  }
  const show = (field: string, given: string | boolean) => {
    const value = String(given)
    if (field === 'priceTier') return connection.priceTiers.find((one) => one.key === value)?.label ?? value
    const list = JSON.parse(value) as unknown[]
    return field === 'contactGroups' ? list.join(', ') : t('rules', { count: list.length })
  }

  return (
    <Form
      label={t('settings')}
      error={isStale(save.error) ? null : save.error}
      errors={missing}
      busy={save.isPending}
      onSubmit={submit}
      className="mt-5 flex flex-col gap-2"
    >
      <Section title={t('settings')}>
        <div className="flex flex-col gap-5">
          <Select
            label={t('priceTier')}
            name="priceTier"
            className="max-w-md"
            hint={connection.priceTiers.length === 0 ? t('noTiers') : t('priceTierHint')}
            value={draft.values.priceTier === '' ? null : draft.values.priceTier}
            onChange={(key) => draft.set('priceTier', key)}
            options={connection.priceTiers.map((tier) => ({ value: tier.key, label: tier.label }))}
          />
          <GroupsField
            value={groups}
            known={connection.knownGroups}
            onChange={(next) => draft.set('contactGroups', JSON.stringify(next))}
          />
        </div>
      </Section>
      <Section title={t('mapping')} note={t('mappingNote')}>
        <div className="flex flex-col gap-4">
          <MappingEditor
            rules={rules}
            onChange={(next) => {
              // The old errors stand at rows that may have moved.
              setMissing({})
              save.reset()
              draft.set('customFieldMapping', JSON.stringify(next))
            }}
          />
          <TryOrder trial={{ customFieldMapping: rules }} />
        </div>
      </Section>
      <SaveBar draft={draft} labelOf={(field) => labels[field] ?? field} show={show} onDiscard={save.reset}>
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
