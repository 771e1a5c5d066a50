// After approving many: those that were refused, each with its sentence and a way to it.
import { useTranslations } from 'use-intl'
import type { AnswerOf } from '../../../src/contract/endpoint.ts'
import type { approveOrders } from '../../../src/contract/orders.ts'
import { TextLink } from '../../kit/link.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'

export function RefusedDialog(props: { report: AnswerOf<typeof approveOrders> | null; onClose: () => void }) {
  const t = useTranslations('orders')
  const { report, onClose } = props
  return (
    <Dialog
      open={report !== null}
      onClose={onClose}
      wide
      title={t('refusedTitle', { count: report?.refused.length ?? 0 })}
      description={t('refusedNote', { approved: report?.approved ?? 0 })}
      actions={<Button onClick={onClose}>{t('refusedClose')}</Button>}
    >
      <ul className="divide-y divide-line">
        {report?.refused.map((one) => (
          <li key={one.orderId} className="py-2.5">
            <TextLink to="/orders/$orderId" params={{ orderId: one.orderId }}>
              {one.number}
            </TextLink>
            <p className="text-pretty">{one.sentence}</p>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
