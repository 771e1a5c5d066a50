// One customer: its details to change in place, its Cin7 contact, its latest orders.
import { useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslations } from 'use-intl'
import { getConnection } from '../../../src/contract/connection.ts'
import { editCustomer, getCustomer } from '../../../src/contract/customers.ts'
import type { CustomerView } from '../../../src/contract/customers.ts'
import { ApiProblem } from '../../kit/api.ts'
import { Form, SubmitButton } from '../../kit/form.tsx'
import { LinkButton, TextLink } from '../../kit/link.tsx'
import { LoadProblem, isUnknown } from '../../kit/problem.tsx'
import { toast } from '../../kit/toasts.ts'
import { useEndpoint, useInvalidate, useWrite } from '../../kit/use-endpoint.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Columns, Page, PageHeader } from '../../ui/page.tsx'
import { Badge } from '../../ui/status-mark.tsx'
import { bodyOf, valuesOf } from '../forms/customer-fields.ts'
import { CustomerForm, useCustomerLabel } from '../forms/customer-form.tsx'
import { RecordSkeleton } from '../forms/record-skeleton.tsx'
import { SaveBar } from '../forms/save-bar.tsx'
import { useRecordDraft } from '../forms/use-record-draft.ts'
import { usePageTitle } from '../page-title.ts'
import { CustomerSide } from './customer-side.tsx'

export function CustomerPage() {
  const t = useTranslations('customers')
  const { customerId } = useParams({ from: '/desk/customers/$customerId' })
  const read = useEndpoint(getCustomer, { params: { customerId } })
  usePageTitle(read.data?.name ?? t('title'))
  if (read.data !== undefined) return <Customer key={customerId} customer={read.data} />
  return (
    <Page>
      {isUnknown(read.error) ? (
        <EmptyState title={t('gone')} action={<LinkButton to="/customers">{t('toAll')}</LinkButton>}>
          {t('goneNote')}
        </EmptyState>
      ) : read.isError ? (
        <LoadProblem error={read.error} onRetry={() => void read.refetch()} />
      ) : (
        <RecordSkeleton />
      )}
    </Page>
  )
}

function Customer(props: { customer: CustomerView }) {
  const t = useTranslations('customers')
  const { customer } = props
  const values = useMemo(() => valuesOf(customer), [customer])
  const draft = useRecordDraft(values, customer.revision)
  const labelOf = useCustomerLabel()
  const invalidate = useInvalidate()
  const connection = useEndpoint(getConnection, {}, { staleMs: 60_000 }).data?.connection
  const save = useWrite(editCustomer, {
    invalidates: ['customers.', 'orders.', 'inbox.', 'desk.'],
    onDone: (saved) => {
      draft.saved(valuesOf(saved), saved.revision)
      toast.done(t('saved', { name: saved.name }))
    },
    onProblem: (error) => {
      if (isStale(error)) void invalidate([getCustomer.name])
    },
  })
  const inactive = customer.isActive ? null : t('cannotOrder')
  return (
    <Page>
      <PageHeader
        title={customer.name}
        back={
          <TextLink to="/customers" quiet>
            {t('back')}
          </TextLink>
        }
        mark={
          customer.isActive ? (
            customer.onHold && <Badge tone="amber">{t('onHold')}</Badge>
          ) : (
            <Badge tone="grey">{t('inactiveMark')}</Badge>
          )
        }
        meta={[customer.accountNumber, customer.group].filter((one) => one !== null).join(' · ')}
        actions={
          inactive === null ? (
            <LinkButton to="/orders/new" search={{ customerId: customer.customerId }}>
              {t('newOrder')}
            </LinkButton>
          ) : (
            <Button disabledReason={inactive}>{t('newOrder')}</Button>
          )
        }
      />
      <Columns side={<CustomerSide customer={customer} />}>
        <Form
          label={t('save')}
          error={isStale(save.error) ? null : save.error}
          busy={save.isPending}
          onSubmit={() => {
            if (!draft.dirty || draft.clashes !== null) return
            save.mutate({
              params: { customerId: customer.customerId },
              body: { ...bodyOf(draft.values, draft.changed), revision: draft.revision },
            })
          }}
          className="flex flex-col gap-4"
        >
          <div>
            <CustomerForm draft={draft} branches={connection?.branches ?? []} />
          </div>
          <SaveBar draft={draft} labelOf={labelOf} onDiscard={save.reset}>
            {(reason) => (
              <SubmitButton busy={save.isPending} disabledReason={reason}>
                {t('save')}
              </SubmitButton>
            )}
          </SaveBar>
        </Form>
      </Columns>
    </Page>
  )
}

function isStale(error: Error | null): boolean {
  return error instanceof ApiProblem && error.code === 'revision-stale'
}
