// A customer made by hand. It is linked to its Cin7 contact afterwards, on its own page.
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { getConnection } from '../../../src/contract/connection.ts'
import { createCustomer } from '../../../src/contract/customers.ts'
import { Form, FormActions, SubmitButton } from '../../kit/form.tsx'
import { LinkButton, TextLink } from '../../kit/link.tsx'
import { toast } from '../../kit/toasts.ts'
import { useEndpoint, useWrite } from '../../kit/use-endpoint.ts'
import { Page, PageHeader } from '../../ui/page.tsx'
import { bodyOf, newCustomer, valuesOf } from '../forms/customer-fields.ts'
import { CustomerForm } from '../forms/customer-form.tsx'
import { useRecordDraft } from '../forms/use-record-draft.ts'
import { usePageTitle } from '../page-title.ts'
import { useLeaveGuard } from '../use-leave-guard.ts'

export function NewCustomerPage() {
  const t = useTranslations('customers')
  const navigate = useNavigate()
  const [empty] = useState(() => valuesOf(newCustomer))
  const draft = useRecordDraft(empty, 0)
  const connection = useEndpoint(getConnection, {}, { staleMs: 60_000 }).data?.connection
  const left = useRef(false)
  const record = useTranslations('record')
  useLeaveGuard(() => draft.dirty && !left.current, record('leaveNewBody'))
  usePageTitle(t('newCustomer'))
  const create = useWrite(createCustomer, {
    invalidates: ['customers.', 'desk.'],
    onDone: (customer) => {
      left.current = true
      toast.done(t('created', { name: customer.name }))
      void navigate({ to: '/customers/$customerId', params: { customerId: customer.customerId } })
    },
  })
  return (
    <Page narrow>
      <PageHeader
        title={t('newCustomer')}
        back={
          <TextLink to="/customers" quiet>
            {t('back')}
          </TextLink>
        }
      />
      <Form
        label={t('newCustomer')}
        error={create.error}
        busy={create.isPending}
        onSubmit={() =>
          create.mutate({ body: { ...bodyOf(draft.values, draft.changed), name: draft.values.name } })
        }
        className="flex flex-col gap-5"
      >
        <div>
          <CustomerForm draft={draft} branches={connection?.branches ?? []} />
        </div>
        <div>
          <FormActions>
            <SubmitButton busy={create.isPending}>{t('create')}</SubmitButton>
            <LinkButton to="/customers">{t('cancel')}</LinkButton>
          </FormActions>
        </div>
      </Form>
    </Page>
  )
}
