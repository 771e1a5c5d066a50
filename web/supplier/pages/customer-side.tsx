// Beside a customer's details: its contact in Cin7, what Cin7 holds in custom fields, and its latest orders.
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { linkCustomer, unlinkCustomer } from '../../../src/contract/customers.ts'
import type { CustomerView } from '../../../src/contract/customers.ts'
import { useFormat } from '../../kit/format.ts'
import { TextLink } from '../../kit/link.tsx'
import { toast } from '../../kit/toasts.ts'
import { useWrite } from '../../kit/use-endpoint.ts'
import { Button } from '../../ui/button.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { StatusMark } from '../../ui/status-mark.tsx'
import { useDesk } from '../desk-session.ts'
import { LinkCard } from '../forms/link-card.tsx'
import { LinkDialog } from '../forms/link-dialog.tsx'

const touched = ['customers.', 'orders.', 'inbox.', 'desk.']

export function CustomerSide(props: { customer: CustomerView }) {
  const t = useTranslations('customers')
  const r = useTranslations('record')
  const { customer } = props
  const params = { customerId: customer.customerId }
  // A problem elsewhere leads straight to linking.
  const { link: asked } = useSearch({ from: '/desk/customers/$customerId' })
  const [open, setOpen] = useState(asked !== undefined && customer.link === null)
  const link = useWrite(linkCustomer, {
    invalidates: touched,
    onDone: (linked) => {
      setOpen(false)
      toast.done(t('linkDone', { name: linked.name, contact: linked.link?.name ?? '' }))
    },
  })
  const unlink = useWrite(unlinkCustomer, {
    invalidates: touched,
    onDone: () => {
      const remoteKey = customer.link?.remoteKey
      toast.done(
        t('unlinkDone', { name: customer.name }),
        remoteKey === undefined
          ? {}
          : { action: { label: r('undo'), run: () => link.mutate({ params, body: { remoteKey } }) } },
      )
    },
    onProblem: (error) => toast.problem(error.message),
  })
  const custom = Object.entries(customer.customFields).filter(([, value]) => value !== '')
  return (
    <>
      <LinkCard
        link={customer.link}
        missing={t('notLinkedWords')}
        actions={
          <>
            <Button
              size="small"
              onClick={() => {
                link.reset()
                setOpen(true)
              }}
            >
              {customer.link === null ? t('linkGo') : r('relink')}
            </Button>
            {customer.link !== null && (
              <Button size="small" busy={unlink.isPending} onClick={() => unlink.mutate({ params })}>
                {r('unlink')}
              </Button>
            )}
          </>
        }
      />
      <LinkDialog
        kind="customer"
        open={open}
        onClose={() => setOpen(false)}
        title={t('linkTitle', { name: customer.name })}
        start={customer.name}
        linkedKey={customer.link?.remoteKey ?? null}
        busy={link.isPending}
        problem={link.error?.message ?? null}
        onLink={(remoteKey) => link.mutate({ params, body: { remoteKey } })}
      />
      <RecentOrders customer={customer} />
      {custom.length > 0 && (
        <section>
          <h2 className="mb-2 font-semibold">{t('fromCin7')}</h2>
          <KeyValue facts={custom.map(([name, value]) => ({ name, value }))} />
        </section>
      )}
    </>
  )
}

function RecentOrders(props: { customer: CustomerView }) {
  const t = useTranslations('customers')
  const format = useFormat()
  const { currency } = useDesk().supplier
  const { recentOrders } = props.customer
  return (
    <section>
      <h2 className="mb-2 font-semibold">{t('recent')}</h2>
      {recentOrders.length === 0 && <p className="text-soft">{t('noOrders')}</p>}
      <ul>
        {recentOrders.map((order) => (
          <li
            key={order.orderId}
            className="flex items-baseline justify-between gap-3 border-b border-line py-1.5 last:border-0"
          >
            <span className="min-w-0">
              <TextLink to="/orders/$orderId" params={{ orderId: order.orderId }}>
                {order.number}
              </TextLink>
              <span className="flex flex-wrap items-center gap-x-2 text-small text-soft">
                <StatusMark tone={order.tone}>{order.label}</StatusMark>
                {format.dateTime(order.at)}
              </span>
            </span>
            <span>{format.money(order.total, currency)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
