// What an order says besides its lines, as fields and, once it is locked, as facts.
import { ChevronRight } from 'lucide-react'
import { useContext } from 'react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { OrderView } from '../../../src/contract/order-views.ts'
import { useFormat } from '../../kit/format.ts'
import { FieldErrors } from '../../ui/field.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { None } from '../../ui/money.tsx'
import { NumberField, TextArea, TextField } from '../../ui/text-field.tsx'
import { addressFields } from './draft.ts'
import type { AddressName, DetailKey, Details } from './draft.ts'
import type { Change } from './use-order-draft.ts'

type FieldsProps = { details: Details; change: Change }

function bind({ details, change }: FieldsProps, key: DetailKey) {
  return {
    name: key,
    value: details[key],
    onChange: (value: string) => change({ type: 'detail', key, value }),
  }
}

/** PO number and delivery day: beside the lines, where they are looked for. */
export function DeliveryFields(props: FieldsProps) {
  const t = useTranslations('order')
  return (
    <div className="grid grid-cols-1 gap-3 md:grid-cols-2">
      <TextField label={t('poNumber')} {...bind(props, 'poNumber')} maxLength={50} autoComplete="off" />
      <TextField label={t('deliveryOn')} {...bind(props, 'deliveryOn')} type="date" />
    </div>
  )
}

/** Freight, notes and addresses, below the totals. */
export function MoreFields(props: FieldsProps) {
  const t = useTranslations('order')
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-4 md:grid-cols-[9rem_minmax(0,1fr)]">
        <NumberField label={t('freight')} {...bind(props, 'freight')} placeholder="0.00" />
        <TextField
          label={t('freightDescription')}
          {...bind(props, 'freightDescription')}
          maxLength={200}
          optional
        />
      </div>
      <div className="grid gap-4 md:grid-cols-2">
        <TextArea label={t('buyerNote')} hint={t('buyerNoteHint')} {...bind(props, 'buyerNote')} />
        <TextArea label={t('internalNote')} hint={t('internalNoteHint')} {...bind(props, 'internalNote')} />
      </div>
      <div className="flex flex-col">
        <AddressFields {...props} which="deliveryAddress" />
        <AddressFields {...props} which="billingAddress" />
      </div>
    </div>
  )
}

const addressShape: Partial<Record<(typeof addressFields)[number], string>> = {
  company: 'md:col-span-2',
  line1: 'md:col-span-2',
  line2: 'md:col-span-2',
}

function AddressFields(props: FieldsProps & { which: AddressName }) {
  const t = useTranslations('order')
  const { details, which } = props
  const errors = useContext(FieldErrors)
  const words = addressWords((field) => details[`${which}.${field}`])
  const bad = [...errors.keys()].some((name) => name.startsWith(`${which}.`))
  return (
    <details className="group border-t border-line" open={bad || undefined}>
      <summary className="flex min-h-11 list-none items-center gap-2 rounded-control py-2 hover:bg-hover [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-soft transition-transform group-open:rotate-90"
        />
        <span className="font-semibold">{t(which)}</span>
        <span className="min-w-0 flex-1 truncate text-right text-soft">
          {words === '' ? t('noAddress') : words}
        </span>
      </summary>
      <div className="grid gap-3 pt-1 pb-5 md:grid-cols-2 md:pl-6">
        {addressFields.map((field) => (
          <TextField
            key={field}
            label={t(field)}
            {...bind(props, `${which}.${field}`)}
            maxLength={250}
            autoComplete="off"
            className={addressShape[field]}
          />
        ))}
      </div>
    </details>
  )
}

function addressWords(read: (field: (typeof addressFields)[number]) => string | undefined): string {
  const person = [read('firstName'), read('lastName')].filter(Boolean).join(' ')
  return [person, ...addressFields.filter((field) => field !== 'firstName' && field !== 'lastName').map(read)]
    .filter(Boolean)
    .join(', ')
}

/** The same, of an order that is locked. */
export function DetailFacts(props: { order: OrderView }) {
  const t = useTranslations('order')
  const { order } = props
  const text = (value: string): ReactNode =>
    value === '' ? <None /> : <span className="whitespace-pre-line">{value}</span>
  return (
    <KeyValue
      facts={[
        order.freightDescription !== '' && {
          name: t('freightDescription'),
          value: text(order.freightDescription),
        },
        { name: t('buyerNote'), value: text(order.buyerNote) },
        { name: t('internalNote'), value: text(order.internalNote) },
        { name: t('deliveryAddress'), value: text(addressWords((field) => order.deliveryAddress[field])) },
        { name: t('billingAddress'), value: text(addressWords((field) => order.billingAddress[field])) },
      ]}
    />
  )
}

export function DeliveryFacts(props: { order: OrderView }) {
  const t = useTranslations('order')
  const format = useFormat()
  const { order } = props
  return (
    <KeyValue
      facts={[
        { name: t('poNumber'), value: order.poNumber ?? t('noPo') },
        {
          name: t('deliveryOn'),
          value: order.deliveryOn === null ? t('noDay') : format.day(order.deliveryOn),
        },
        order.carrier !== null && { name: t('carrier'), value: order.carrier },
        order.trackingCode !== null && { name: t('tracking'), value: order.trackingCode },
      ]}
    />
  )
}
