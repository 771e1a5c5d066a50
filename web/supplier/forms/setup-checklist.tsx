// The five steps from an empty desk to the first order, on Today until they are done. Says of each what it needs, how
// long it takes and what came of it; the steps themselves are pages of their own, and lead on to the next.
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { getToday } from '../../../src/contract/desk.ts'
import type { AnswerOf } from '../../../src/contract/endpoint.ts'
import { LinkButton } from '../../kit/link.tsx'
import { useEndpoint } from '../../kit/use-endpoint.ts'
import { Button } from '../../ui/button.tsx'
import { Checklist } from '../../ui/checklist.tsx'
import type { StepState } from '../../ui/checklist.tsx'
import { Notice } from '../../ui/status-mark.tsx'

export type SetUp = AnswerOf<typeof getToday>['setUp']
type StepName = SetUp['steps'][number]['step']

const places: Record<StepName, string> = {
  business: '/settings',
  connect: '/settings/cin7',
  customers: '/import/customers',
  products: '/import/products',
  'first-order': '/orders/new',
}

/** What must be done before a step can start. */
const needs: Partial<Record<StepName, readonly StepName[]>> = {
  customers: ['connect'],
  products: ['connect'],
  'first-order': ['customers', 'products'],
}

/** `setUp` as `getToday` answers it. The step that is due is open and holds the page's primary button. */
export function SetupChecklist(props: { setUp: SetUp }) {
  const t = useTranslations('checklist')
  const { steps } = props.setUp
  const isDone = (name: StepName) => steps.find((one) => one.step === name)?.done === true
  const due = steps.find((one) => !one.done)?.step ?? null
  const [open, setOpen] = useState<string | null | undefined>(undefined)
  const stateOf = (step: SetUp['steps'][number]): StepState =>
    step.done ? 'done' : step.step === due ? 'now' : 'later'
  return (
    <Checklist
      label={t('label')}
      open={open === undefined ? due : open}
      onOpen={setOpen}
      steps={steps.map((step) => {
        const missing = (needs[step.step] ?? []).find((name) => !isDone(name))
        const variant = step.step === due ? 'primary' : 'secondary'
        return {
          id: step.step,
          title: t(`${step.step}.title`),
          state: stateOf(step),
          note: step.done ? step.sentence : t('minutes', { count: step.minutes }),
          body: (
            <div className="flex flex-col items-start gap-3">
              <p className="max-w-prose text-pretty text-soft">{t(`${step.step}.words`)}</p>
              {missing === undefined ? (
                <LinkButton to={places[step.step]} variant={variant}>
                  {step.done ? t(`${step.step}.again`) : t(`${step.step}.go`)}
                </LinkButton>
              ) : (
                <Button variant={variant} disabledReason={t('first', { step: t(`${missing}.title`) })}>
                  {t(`${step.step}.go`)}
                </Button>
              )}
            </div>
          ),
        }
      })}
    />
  )
}

/** Leads from the page of a step that is done to the step that is due; nothing once set-up is complete. */
export function NextStep(props: { after: StepName }) {
  const t = useTranslations('checklist')
  const { steps = [] } = useEndpoint(getToday, {}, { staleMs: 0 }).data?.setUp ?? {}
  const due = steps.find((one) => !one.done)
  if (due === undefined || due.step === props.after) return null
  return (
    <Notice
      tone="grey"
      title={t('next', { step: t(`${due.step}.title`) })}
      action={
        <LinkButton variant="primary" size="small" to={places[due.step]}>
          {t(`${due.step}.go`)}
        </LinkButton>
      }
    >
      {t(`${due.step}.words`)}
    </Notice>
  )
}
