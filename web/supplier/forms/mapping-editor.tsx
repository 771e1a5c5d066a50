// The custom field mapping as rows: where a value comes from, and which field of the sales order it fills.
import { ArrowUp, Plus, Trash } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { MappingRule } from '../../../src/contract/connection.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'

type From = MappingRule['from']
type To = MappingRule['to']

const fromKinds = ['customer-custom-field', 'customer-field', 'order-field', 'constant'] as const
const toKinds = ['custom-field', 'branch', 'carrier', 'project-name'] as const
const customerFields = ['name', 'accountNumber', 'email', 'phone', 'group', 'paymentTerms'] as const
const orderFields = ['number', 'poNumber', 'deliveryOn', 'buyerNote', 'freightDescription', 'source'] as const

const newRule: MappingRule = {
  from: { kind: 'customer-custom-field', field: '' },
  to: { kind: 'custom-field', field: '' },
}

function newFrom(kind: From['kind']): From {
  switch (kind) {
    case 'customer-custom-field':
      return { kind, field: '' }
    case 'customer-field':
      return { kind, field: 'accountNumber' }
    case 'order-field':
      return { kind, field: 'poNumber' }
    case 'constant':
      return { kind, value: '' }
  }
}

export function MappingEditor(props: {
  rules: readonly MappingRule[]
  onChange: (rules: MappingRule[]) => void
}) {
  const t = useTranslations('cin7')
  const { rules, onChange } = props
  const put = (index: number, rule: MappingRule) => onChange(rules.with(index, rule))
  return (
    <div className="flex flex-col items-start gap-3">
      {rules.length === 0 && <p className="text-soft">{t('noRules')}</p>}
      <ol className="flex w-full flex-col gap-4 md:gap-3">
        {rules.map((rule, index) => (
          <li
            key={index}
            aria-label={t('rule', { number: String(index + 1) })}
            className="grid items-start gap-2 max-md:border-b max-md:border-line max-md:pb-4 md:grid-cols-[repeat(4,minmax(0,1fr))_auto]"
          >
            <FromFields index={index} from={rule.from} onChange={(from) => put(index, { ...rule, from })} />
            <ToFields index={index} to={rule.to} onChange={(to) => put(index, { ...rule, to })} />
            <div className="flex md:mt-5.5">
              <IconButton
                label={t('moveUp', { number: String(index + 1) })}
                icon={ArrowUp}
                disabled={index === 0}
                onClick={() => {
                  const above = rules[index - 1]
                  if (above !== undefined) onChange(rules.with(index - 1, rule).with(index, above))
                }}
              />
              <IconButton
                label={t('removeRule', { number: String(index + 1) })}
                icon={Trash}
                onClick={() => onChange(rules.toSpliced(index, 1))}
              />
            </div>
          </li>
        ))}
      </ol>
      <Button icon={Plus} onClick={() => onChange([...rules, newRule])}>
        {t('addRule')}
      </Button>
    </div>
  )
}

function FromFields(props: { index: number; from: From; onChange: (from: From) => void }) {
  const t = useTranslations('cin7')
  const { from, onChange } = props
  const path = `customFieldMapping.${props.index}.from`
  return (
    <>
      <Select
        label={t('from')}
        value={from.kind}
        onChange={(kind) => onChange(newFrom(kind))}
        options={fromKinds.map((value) => ({ value, label: t(value) }))}
      />
      {from.kind === 'customer-custom-field' && (
        <TextField
          label={t('what')}
          name={`${path}.field`}
          hint={t('customFieldHint')}
          autoComplete="off"
          spellCheck={false}
          maxLength={60}
          value={from.field}
          onChange={(field) => onChange({ ...from, field })}
        />
      )}
      {from.kind === 'customer-field' && (
        <Select
          label={t('what')}
          name={`${path}.field`}
          value={from.field}
          onChange={(field) => onChange({ ...from, field })}
          options={customerFields.map((value) => ({ value, label: t(`f_${value}`) }))}
        />
      )}
      {from.kind === 'order-field' && (
        <Select
          label={t('what')}
          name={`${path}.field`}
          value={from.field}
          onChange={(field) => onChange({ ...from, field })}
          options={orderFields.map((value) => ({ value, label: t(`f_${value}`) }))}
        />
      )}
      {from.kind === 'constant' && (
        <TextField
          label={t('text')}
          name={`${path}.value`}
          autoComplete="off"
          maxLength={500}
          value={from.value}
          onChange={(value) => onChange({ ...from, value })}
        />
      )}
    </>
  )
}

function ToFields(props: { index: number; to: To; onChange: (to: To) => void }) {
  const t = useTranslations('cin7')
  const { to, onChange } = props
  return (
    <>
      <Select
        label={t('to')}
        value={to.kind}
        onChange={(kind) => onChange(kind === 'custom-field' ? { kind, field: '' } : { kind })}
        options={toKinds.map((value) => ({ value, label: t(value) }))}
      />
      {to.kind === 'custom-field' ? (
        <TextField
          label={t('field')}
          name={`customFieldMapping.${props.index}.to.field`}
          hint={t('orderFieldHint')}
          autoComplete="off"
          spellCheck={false}
          value={to.field}
          onChange={(field) => onChange({ ...to, field })}
        />
      ) : (
        <span className="max-md:hidden" />
      )}
    </>
  )
}
