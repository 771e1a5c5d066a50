// Steps that can be left and come back to. Each says how long it takes, opens in place, and shows what came of it.
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { cx } from './cx.ts'
import { ToneShape } from './status-mark.tsx'

export type StepState = 'done' | 'now' | 'later' | 'trouble'

export type Step = {
  id: string
  title: string
  state: StepState
  /** How long it takes, or what came of it: “about 2 minutes”, “1,204 customers”. */
  note?: ReactNode
  /** What to do; shown while the step is open. */
  body?: ReactNode
}

export function Checklist(props: {
  label: string
  steps: readonly Step[]
  open: string | null
  onOpen: (id: string | null) => void
}) {
  const t = useTranslations('ui')
  const words: Record<StepState, string> = {
    done: t('stepDone'),
    now: t('stepNow'),
    later: t('stepLater'),
    trouble: t('stepTrouble'),
  }
  return (
    <ol aria-label={props.label} className="border-b border-line">
      {props.steps.map((step, index) => {
        const open = props.open === step.id
        return (
          <li key={step.id} className="border-t border-line">
            <h3>
              <button
                type="button"
                aria-expanded={open}
                aria-controls={open ? `step-${step.id}` : undefined}
                onClick={() => props.onOpen(open ? null : step.id)}
                className="flex min-h-13 w-full items-center gap-3 rounded-control px-1 py-2 text-left font-normal hover:bg-hover"
              >
                <StepMark state={step.state} number={index + 1} />
                <span className="flex min-w-0 flex-1 flex-wrap items-baseline justify-between gap-x-3">
                  <span className={cx(step.state !== 'later' && 'font-semibold')}>{step.title}</span>
                  <span className="text-small text-pretty text-soft">{step.note}</span>
                </span>
                <span className="sr-only">{words[step.state]}</span>
              </button>
            </h3>
            {open && step.body !== undefined && (
              <div id={`step-${step.id}`} className="pb-6 pl-1 md:pl-11">
                {step.body}
              </div>
            )}
          </li>
        )
      })}
    </ol>
  )
}

function StepMark(props: { state: StepState; number: number }) {
  const ring = 'flex size-7 shrink-0 items-center justify-center rounded-full text-small font-semibold'
  if (props.state === 'done') {
    return (
      <span aria-hidden className={cx(ring, 'bg-green-wash text-green-text')}>
        <Check className="size-4" strokeWidth={2.5} />
      </span>
    )
  }
  if (props.state === 'trouble') {
    return (
      <span aria-hidden className={cx(ring, 'bg-red-wash')}>
        <ToneShape tone="red" />
      </span>
    )
  }
  return (
    <span
      aria-hidden
      className={cx(
        ring,
        props.state === 'now' ? 'bg-accent text-on-accent' : 'border border-line text-soft',
      )}
    >
      {props.number}
    </span>
  )
}
