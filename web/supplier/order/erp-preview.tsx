// Before approval: exactly the sales order that Cin7 would get, and whatever stands in the way as a sentence with its
// fix. Shows what the server built; computes nothing.
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { getConnection } from '../../../src/contract/connection.ts'
import type { AnswerOf } from '../../../src/contract/endpoint.ts'
import type { OrderView } from '../../../src/contract/order-views.ts'
import { previewOrder } from '../../../src/contract/orders.ts'
import { useFormat } from '../../kit/format.ts'
import { LinkButton } from '../../kit/link.tsx'
import { LoadProblem } from '../../kit/problem.tsx'
import { useEndpoint } from '../../kit/use-endpoint.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Drawer } from '../../ui/dialog.tsx'
import { KeyValue } from '../../ui/key-value.tsx'
import { Card } from '../../ui/page.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { Badge, ToneShape } from '../../ui/status-mark.tsx'

type Answer = AnswerOf<typeof previewOrder>
type Preview = NonNullable<Answer['preview']>
type Problem = Answer['problems'][number]

/** What a person checks before approving; the rest is one press away. */
const first = [
  'reference',
  'memberId',
  'branchId',
  'customerOrderNo',
  'estimatedDeliveryDate',
  'taxStatus',
  'taxRate',
  'freightTotal',
  'projectName',
  'logisticsCarrier',
]

export function PreviewCard(props: {
  order: OrderView
  unsaved: boolean
  onLine: (lineId: string) => void
  onEdit: () => void
}) {
  const t = useTranslations('order')
  const preview = useEndpoint(previewOrder, { params: { orderId: props.order.orderId } }, { keep: true })
  const [open, setOpen] = useState(false)
  const answer = preview.data
  const sales = answer?.preview ?? null
  return (
    <Card
      title={t('erp')}
      mark={answer !== undefined && <PreviewMark answer={answer} />}
      footer={sales === null ? undefined : <Button onClick={() => setOpen(true)}>{t('previewAll')}</Button>}
    >
      {answer === undefined ? (
        preview.isError ? (
          <LoadProblem compact error={preview.error} onRetry={() => void preview.refetch()} />
        ) : (
          <SkeletonLines lines={7} />
        )
      ) : (
        <div className="flex flex-col gap-4">
          {!answer.wouldSend && (
            <div>
              <p className="font-semibold">{t('previewNone')}</p>
              {answer.why !== null && <p className="text-pretty text-soft">{answer.why}</p>}
            </div>
          )}
          {answer.problems.length > 0 && (
            <ul className="flex flex-col gap-3">
              {answer.problems.map((one, index) => (
                <li key={`${one.code}${one.subject.id}${index}`} className="flex gap-2">
                  <ToneShape tone="red" className="mt-0.75" />
                  <div className="min-w-0 flex-1">
                    <p className="text-pretty wrap-anywhere">{one.sentence}</p>
                    <div className="mt-1.5">
                      <ProblemFix problem={one} onLine={props.onLine} onEdit={props.onEdit} />
                    </div>
                  </div>
                </li>
              ))}
            </ul>
          )}
          {sales !== null && <MainFields preview={sales} order={props.order} unsaved={props.unsaved} />}
        </div>
      )}
      {sales !== null && (
        <Drawer open={open} onClose={() => setOpen(false)} wide title={t('previewAllTitle')}>
          <WholePreview preview={sales} />
        </Drawer>
      )}
    </Card>
  )
}

function PreviewMark(props: { answer: Answer }) {
  const t = useTranslations('order')
  const { problems, wouldSend } = props.answer
  if (problems.length > 0) return <Badge tone="red">{t('previewProblems', { count: problems.length })}</Badge>
  if (!wouldSend) return null
  return <Badge tone="grey">{t('previewReady')}</Badge>
}

export function ProblemFix(props: {
  problem: Pick<Problem, 'subject'>
  onLine: (lineId: string) => void
  onEdit: () => void
}) {
  const t = useTranslations('order')
  const { kind, id } = props.problem.subject
  switch (kind) {
    case 'customer':
      return (
        <LinkButton
          size="small"
          to="/customers/$customerId"
          params={{ customerId: id }}
          search={{ link: 'open' }}
        >
          {t('fixCustomer')}
        </LinkButton>
      )
    case 'product':
      return (
        <LinkButton
          size="small"
          to="/products/$productId"
          params={{ productId: id }}
          search={{ link: 'open' }}
        >
          {t('fixProduct')}
        </LinkButton>
      )
    case 'line':
      return (
        <Button size="small" onClick={() => props.onLine(id)}>
          {t('fixLine')}
        </Button>
      )
    case 'order':
      return (
        <Button size="small" onClick={props.onEdit}>
          {t('fixOrder')}
        </Button>
      )
    case 'connection':
      return (
        <LinkButton size="small" to="/settings/cin7">
          {t('fixConnection')}
        </LinkButton>
      )
  }
}

function MainFields(props: { preview: Preview; order: OrderView; unsaved: boolean }) {
  const t = useTranslations('order')
  const inWords = useWordsFor(props.order)
  const { fields, lines } = props.preview
  const shown = fields.filter(({ field }) => first.includes(field) || field.startsWith('customFields.'))
  return (
    <div>
      <p className="mb-2 font-semibold">{t('previewTitle')}</p>
      {props.unsaved && <p className="mb-2 text-small text-amber-text">{t('previewUnsaved')}</p>}
      <KeyValue
        facts={[
          ...shown.map((one) => ({ name: one.label, ...inWords(one) })),
          { name: t('lines'), value: t('lineCount', { count: lines.length }) },
        ]}
      />
      {fields.length > shown.length && (
        <p className="mt-2 text-small text-soft">
          {t('previewMore', { count: fields.length - shown.length })}
        </p>
      )}
    </div>
  )
}

/** A field as a person reads it; what is sent stands in the whole preview. */
function useWordsFor(order: OrderView) {
  const t = useTranslations('order')
  const format = useFormat()
  const connection = useEndpoint(getConnection, {}, { staleMs: 60_000 })
  const branches = connection.data?.connection?.branches ?? []
  return ({ field, value, source }: Preview['fields'][number]) => {
    const named = (name: string | undefined) =>
      name === undefined ? { value, note: source } : { value: name, note: t('withId', { source, id: value }) }
    switch (field) {
      case 'memberId':
        return named(order.customer.name)
      case 'branchId':
        return named(branches.find(({ key }) => key === value)?.name)
      case 'estimatedDeliveryDate':
        return { value: format.day(value.slice(0, 10)), note: source }
      case 'freightTotal':
        return { value: format.money(value, order.currency), note: source }
      case 'taxStatus':
        return { value: t(`tax-${order.taxTreatment}`), note: source }
      default:
        return { value, note: source }
    }
  }
}

function WholePreview(props: { preview: Preview }) {
  const t = useTranslations('order')
  const { fields, lines, record } = props.preview
  const json = JSON.stringify(record, null, 2)
  return (
    <div className="flex flex-col gap-6 pb-5">
      <FieldTable caption={t('previewFields')} fields={fields} />
      <section>
        <h3 className="mb-1">{t('previewLines', { count: lines.length })}</h3>
        {lines.map((line, index) => (
          <details key={index} className="border-t border-line">
            <summary className="min-h-9 rounded-control py-2 hover:bg-hover max-md:min-h-11">
              <LineWords fields={line} index={index} />
            </summary>
            <FieldTable fields={line} />
          </details>
        ))}
      </section>
      <details className="border-t border-line">
        <summary className="min-h-9 rounded-control py-2 hover:bg-hover max-md:min-h-11">
          {t('previewRecord')}
        </summary>
        <CopyButton value={json} name={t('previewRecord')} />
        <pre
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls, so the keyboard must reach it
          tabIndex={0}
          className="max-h-96 overflow-auto rounded-control bg-sunken p-3 font-mono text-small"
        >
          {json}
        </pre>
      </details>
    </div>
  )
}

/** `10 × TOM-5 Roma tomatoes at 12.5`, from the fields as they are sent. */
function LineWords(props: { fields: Preview['lines'][number]; index: number }) {
  const t = useTranslations('order')
  const value = (name: string) => props.fields.find(({ field }) => field === name)?.value ?? ''
  return (
    <span className="inline-flex max-w-[calc(100%-1.5rem)] gap-2 align-top">
      <span className="text-soft">{t('previewLine', { number: props.index + 1 })}</span>
      <span className="min-w-0 flex-1 wrap-anywhere">
        {value('qty')} × <span className="font-mono text-small">{value('code')}</span> {value('name')}
      </span>
      <span className="tabular-nums">{value('unitPrice')}</span>
    </span>
  )
}

function FieldTable(props: { caption?: string; fields: Preview['fields'] }) {
  const t = useTranslations('order')
  return (
    <table className="w-full table-fixed">
      {props.caption !== undefined && (
        <caption className="mb-1 text-left font-semibold">{props.caption}</caption>
      )}
      <thead className="text-left text-small text-soft">
        <tr>
          <th scope="col" className="w-1/3 pb-1">
            {t('previewField')}
          </th>
          <th scope="col" className="pb-1">
            {t('previewValue')}
          </th>
          <th scope="col" className="w-1/3 pb-1 max-md:hidden">
            {t('previewSource')}
          </th>
        </tr>
      </thead>
      <tbody>
        {props.fields.map((one) => (
          <tr key={one.field} className="border-t border-line align-top">
            <td className="py-1.5 pr-3">
              {one.label}
              <span className="block font-mono text-small wrap-anywhere text-soft">{one.field}</span>
            </td>
            <td className="py-1.5 pr-3 wrap-anywhere whitespace-pre-line">
              {one.value}
              <span className="block text-small text-soft md:hidden">{one.source}</span>
            </td>
            <td className="py-1.5 wrap-anywhere text-soft max-md:hidden">{one.source}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
