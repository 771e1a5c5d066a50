// Whom the order is for, with what staff must know before approving.
import { useTranslations } from 'use-intl'
import type { OrderView } from '../../../src/contract/order-views.ts'
import { TextLink } from '../../kit/link.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { Badge, StatusMark } from '../../ui/status-mark.tsx'

export function CustomerCard(props: { order: OrderView }) {
  const t = useTranslations('order')
  const { customer } = props.order
  return (
    <section aria-label={t('customer')}>
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <h2 className="min-w-0 text-lead wrap-anywhere">
          <TextLink to="/customers/$customerId" params={{ customerId: customer.customerId }}>
            {customer.name}
          </TextLink>
        </h2>
        {customer.onHold && <Badge tone="red">{t('onHold')}</Badge>}
      </div>
      {!customer.linked && customer.salesOrdersOn && (
        <StatusMark tone="amber" className="mt-0.5">
          {t('notLinked')}
        </StatusMark>
      )}
      {!customer.salesOrdersOn && <p className="mt-0.5 text-soft">{t('salesOrdersOff')}</p>}
      <div className="mt-2">
        <KeyValue
          facts={[
            customer.group !== null && { name: t('customerGroup'), value: customer.group },
            customer.email !== null && {
              name: t('email'),
              value: (
                <a className="underline-offset-2 hover:underline" href={`mailto:${customer.email}`}>
                  {customer.email}
                </a>
              ),
            },
            customer.phone !== null && {
              name: t('phone'),
              value: (
                <a className="underline-offset-2 hover:underline" href={`tel:${customer.phone}`}>
                  {customer.phone}
                </a>
              ),
            },
          ]}
        />
      </div>
    </section>
  )
}
