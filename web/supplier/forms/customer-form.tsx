// The fields of a customer, for making one and for changing one.
import { useTranslations } from 'use-intl'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/page.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { TextArea, TextField } from '../../ui/text-field.tsx'
import { BranchField } from './branch-field.tsx'
import type { Branch } from './branch-field.tsx'
import { addressParts } from './customer-fields.ts'
import type { AddressName, CustomerValues } from './customer-fields.ts'
import type { useRecordDraft } from './use-record-draft.ts'

export type CustomerDraft = ReturnType<typeof useRecordDraft<CustomerValues>>

const two = 'grid gap-x-5 gap-y-4 md:grid-cols-2'

export function CustomerForm(props: { draft: CustomerDraft; branches: readonly Branch[] }) {
  const t = useTranslations('customers')
  const { draft } = props
  const tick = (field: 'isActive' | 'onHold' | 'salesOrdersOn', label: string, hint: string) => (
    <Checkbox
      name={field}
      label={label}
      hint={hint}
      checked={draft.values[field]}
      onChange={(value) => draft.set(field, value)}
    />
  )
  return (
    <>
      <Section title={t('business')} first>
        <div className={two}>
          <TextField label={t('name')} autoComplete="off" {...draft.text('name')} />
          <TextField
            label={t('account')}
            optional
            maxLength={10}
            autoComplete="off"
            {...draft.text('accountNumber')}
          />
          <TextField label={t('group')} optional autoComplete="off" {...draft.text('group')} />
          <TextField label={t('paymentTerms')} optional autoComplete="off" {...draft.text('paymentTerms')} />
        </div>
      </Section>
      <Section title={t('contact')}>
        <div className={two}>
          <TextField label={t('firstName')} optional autoComplete="off" {...draft.text('firstName')} />
          <TextField label={t('lastName')} optional autoComplete="off" {...draft.text('lastName')} />
          <TextField label={t('email')} optional type="email" autoComplete="off" {...draft.text('email')} />
          <TextField label={t('phone')} optional type="tel" autoComplete="off" {...draft.text('phone')} />
        </div>
      </Section>
      <Section title={t('ordering')}>
        <div className={two}>
          <BranchField
            value={draft.values.branchKey === '' ? null : draft.values.branchKey}
            onChange={(key) => draft.set('branchKey', key ?? '')}
            branches={props.branches}
            hint={t('branchHint')}
          />
          <div className="flex flex-col items-start gap-3 md:col-span-2">
            {tick('salesOrdersOn', t('salesOrdersOn'), t('salesOrdersHint'))}
            {tick('onHold', t('onHold'), t('onHoldHint'))}
            {tick('isActive', t('isActive'), t('isActiveHint'))}
          </div>
        </div>
      </Section>
      <Section title={t('deliveryAddress')}>
        <Address name="deliveryAddress" draft={draft} />
      </Section>
      <Section
        title={t('billingAddress')}
        actions={
          <Button size="small" variant="quiet" onClick={() => copyAddress(draft)}>
            {t('copyAddress')}
          </Button>
        }
      >
        <Address name="billingAddress" draft={draft} />
      </Section>
      <Section>
        <TextArea label={t('notes')} hint={t('notesHint')} {...draft.text('notes')} />
      </Section>
    </>
  )
}

function Address(props: { name: AddressName; draft: CustomerDraft }) {
  const t = useTranslations('customers')
  return (
    <div className={two}>
      {addressParts.map((part) => (
        <TextField
          key={part}
          label={t(part)}
          autoComplete="off"
          className={part === 'company' ? 'md:col-span-2' : undefined}
          {...props.draft.text(`${props.name}.${part}`)}
        />
      ))}
    </div>
  )
}

function copyAddress(draft: CustomerDraft): void {
  for (const part of addressParts)
    draft.set(`billingAddress.${part}`, draft.values[`deliveryAddress.${part}`])
}

/** The label of a field by its path, for conflicts. */
export function useCustomerLabel(): (field: string) => string {
  const t = useTranslations('customers')
  return (field) => {
    const [name, part] = field.split('.')
    const known = addressParts.find((one) => one === part)
    if (name === 'deliveryAddress' || name === 'billingAddress')
      return known === undefined ? t(name) : `${t(name)}, ${t(known)}`
    switch (field) {
      case 'accountNumber':
        return t('account')
      case 'branchKey':
        return t('branch')
      case 'name':
      case 'firstName':
      case 'lastName':
      case 'email':
      case 'phone':
      case 'group':
      case 'paymentTerms':
      case 'notes':
      case 'isActive':
      case 'onHold':
      case 'salesOrdersOn':
        return t(field)
      default:
        return field
    }
  }
}
