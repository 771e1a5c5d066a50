// Keying an order by phone: choose the customer, type the lines, place it. Until then nothing is stored, and leaving asks.
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useReducer, useRef, useState } from 'react'
import type { Ref } from 'react'
import { useTranslations } from 'use-intl'
import { getCustomer, listCustomers } from '../../../src/contract/customers.ts'
import { getSupplier } from '../../../src/contract/desk.ts'
import { createOrder } from '../../../src/contract/orders.ts'
import { Form } from '../../kit/form.tsx'
import { TextLink } from '../../kit/link.tsx'
import { LoadProblem } from '../../kit/problem.tsx'
import { toast } from '../../kit/toasts.ts'
import { useEndpoint, useWrite } from '../../kit/use-endpoint.ts'
import { Button } from '../../ui/button.tsx'
import { Combobox } from '../../ui/combobox.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { Badge, Notice, StatusMark } from '../../ui/status-mark.tsx'
import { useMayNot } from '../desk-session.ts'
import { DeliveryFields } from '../order/details-fields.tsx'
import {
  badLines,
  changedDetails,
  detailsBody,
  detailsOf,
  isGood,
  lineFields,
  linesBody,
} from '../order/draft.ts'
import type { Draft, LineField } from '../order/draft.ts'
import { OrderEditor } from '../order/editor.tsx'
import { columnsClass } from '../order/order-columns-class.ts'
import { OrderSkeleton } from '../order/order-skeleton.tsx'
import { useUnfinishedEntry } from '../order/unfinished-entry.ts'
import { useDraftTotals } from '../order/totals.tsx'
import { useLeaveGuard } from '../use-leave-guard.ts'
import { changeDraft } from '../order/use-order-draft.ts'
import { usePageTitle } from '../page-title.ts'

type Chosen = { customerId: string; name: string; onHold: boolean; linked: boolean; salesOrdersOn: boolean }

const emptyDetails = detailsOf({
  poNumber: null,
  deliveryOn: null,
  buyerNote: '',
  internalNote: '',
  freight: '',
  freightDescription: '',
  deliveryAddress: {},
  billingAddress: {},
})
const emptyDraft: Draft = { lines: [], details: emptyDetails }

export function NewOrderPage() {
  const t = useTranslations('order')
  const { customerId } = useSearch({ from: '/desk/orders/new' })
  const given = useEndpoint(getCustomer, customerId === undefined ? null : { params: { customerId } })
  const supplier = useEndpoint(getSupplier, {}, { staleMs: 60_000 })
  usePageTitle(t('newTitle'))
  if (supplier.isError) {
    return (
      <Page>
        <LoadProblem error={supplier.error} onRetry={() => void supplier.refetch()} />
      </Page>
    )
  }
  if (supplier.data === undefined || (customerId !== undefined && given.isPending)) return <OrderSkeleton />
  return <Keying supplier={supplier.data} given={given.data ?? null} />
}

function Keying(props: {
  supplier: NonNullable<ReturnType<typeof useEndpoint<typeof getSupplier>>['data']>
  given: Chosen | null
}) {
  const t = useTranslations('order')
  const { supplier } = props
  const mayNot = useMayNot()
  const navigate = useNavigate()
  const [customer, setCustomer] = useState<Chosen | null>(props.given)
  const [draft, change] = useReducer(changeDraft, emptyDraft)
  const [placing, setPlacing] = useState(true)
  const goTo = useRef<((key: string, field: LineField) => void) | null>(null)
  const addField = useRef<HTMLInputElement>(null)
  const customerField = useRef<HTMLInputElement>(null)
  const left = useRef(false)
  const unfinished = useUnfinishedEntry(addField)
  const totals = useDraftTotals(draft, supplier)

  const create = useWrite(createOrder, {
    invalidates: ['orders.', 'desk.'],
    onDone: (answer, { body }) => {
      left.current = true
      toast.done(t(body.place === false ? 'draftSaved' : 'placedNew', { number: answer.number }))
      void navigate({ to: '/orders/$orderId', params: { orderId: answer.orderId } })
    },
  })
  const dirty = draft.lines.length > 0 || changedDetails(emptyDetails, draft.details).length > 0
  useLeaveGuard(() => dirty && !left.current, t('leaveNewBody'))

  // What is typed first has the focus from the start.
  const isGiven = props.given !== null
  useEffect(() => (isGiven ? addField : customerField).current?.focus(), [isGiven])

  const bad = badLines(draft.lines)
  const noCustomer = customer === null ? t('chooseFirst') : null
  const noLines = draft.lines.length === 0 ? t('noLinesYet') : null

  function send(place: boolean): void {
    if (customer === null || create.isPending || unfinished()) return
    const first = bad[0]
    if (first !== undefined) {
      goTo.current?.(first.key, lineFields.find((one) => !isGood(one, first[one])) ?? 'quantity')
      toast.note(t('badLines', { count: bad.length }))
      return
    }
    setPlacing(place)
    const { deliveryAddress, billingAddress, freightDescription, ...details } = detailsBody(draft.details)
    create.mutate({
      body: {
        customerId: customer.customerId,
        place,
        lines: linesBody(draft.lines),
        ...details,
        // Left out, these come from the customer and from the settings.
        ...(Object.keys(deliveryAddress).length > 0 ? { deliveryAddress } : {}),
        ...(Object.keys(billingAddress).length > 0 ? { billingAddress } : {}),
        ...(freightDescription === '' ? {} : { freightDescription }),
      },
    })
  }

  return (
    <Page>
      <PageHeader
        back={
          <TextLink to="/orders" quiet>
            {t('back')}
          </TextLink>
        }
        title={t('newTitle')}
        meta={t('newMeta')}
        actions={
          <>
            <Button
              busy={create.isPending && !placing}
              disabledReason={mayNot('orders.write') ?? noCustomer}
              onClick={() => send(false)}
            >
              {t('saveDraft')}
            </Button>
            <Button
              variant="primary"
              busy={create.isPending && placing}
              disabledReason={mayNot('orders.write') ?? noCustomer ?? noLines}
              onClick={() => send(true)}
            >
              {t('place')}
            </Button>
          </>
        }
      />
      <Form
        label={t('newTitle')}
        className={columnsClass}
        error={create.error}
        busy={create.isPending}
        onSubmit={() => undefined}
      >
        <aside className="flex flex-col gap-4 xl:order-2">
          <CustomerField
            field={customerField}
            customer={customer}
            onChoose={(next) => {
              setCustomer(next)
              if (next !== null) requestAnimationFrame(() => addField.current?.focus())
            }}
          />
          {customer !== null && <CustomerDoubts customer={customer} />}
          <DeliveryFields details={draft.details} change={change} />
        </aside>
        <div className="xl:order-1">
          <OrderEditor
            draft={draft}
            base={emptyDraft.lines}
            terms={supplier}
            lineTotals={totals.lineTotals}
            sums={totals.sums}
            unsaved={dirty}
            change={change}
            goTo={goTo}
            addField={addField}
          />
          <p className="mt-2 text-small text-soft">{t('fromCustomer')}</p>
        </div>
      </Form>
    </Page>
  )
}

function CustomerField(props: {
  field: Ref<HTMLInputElement>
  customer: Chosen | null
  onChoose: (customer: Chosen | null) => void
}) {
  const t = useTranslations('order')
  const [query, setQuery] = useState('')
  const search = useEndpoint(
    listCustomers,
    { query: { filter: 'active', limit: 20, ...(query.trim() === '' ? {} : { search: query.trim() }) } },
    { keep: true },
  )
  return (
    <Combobox<Chosen & { group?: string | null; accountNumber?: string | null }>
      inputRef={props.field}
      label={t('chooseCustomer')}
      name="customerId"
      placeholder={t('chooseCustomerHint')}
      value={props.customer}
      onChange={props.onChoose}
      items={search.data?.items ?? []}
      onQuery={setQuery}
      loading={search.isFetching}
      itemKey={(one) => one.customerId}
      itemLabel={(one) => one.name}
      renderItem={(one) => (
        <span className="flex items-center gap-3">
          <span className="min-w-0 flex-1">
            <span className="block truncate">{one.name}</span>
            <span className="block truncate text-small text-soft">
              {[one.accountNumber, one.group].filter(Boolean).join(' · ')}
            </span>
          </span>
          {one.onHold && <StatusMark tone="red">{t('onHold')}</StatusMark>}
        </span>
      )}
    />
  )
}

function CustomerDoubts(props: { customer: Chosen }) {
  const t = useTranslations('order')
  const { customer } = props
  if (!customer.onHold && (customer.linked || !customer.salesOrdersOn)) return null
  return (
    <Notice
      tone="amber"
      action={
        <TextLink to="/customers/$customerId" params={{ customerId: customer.customerId }} target="_blank">
          {customer.name}
        </TextLink>
      }
    >
      {customer.onHold && <Badge tone="red">{t('onHold')}</Badge>}
      {!customer.linked && customer.salesOrdersOn && <p>{t('notLinked')}</p>}
    </Notice>
  )
}
