// How far a long job is, in words and as a bar. Without a total it shows that work goes on.
import { Progress as Base } from '@base-ui/react/progress'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import type { Tone } from './status-mark.tsx'

const fills: Record<Tone | 'accent', string> = {
  accent: 'bg-accent',
  amber: 'bg-amber-mark',
  blue: 'bg-blue-mark',
  green: 'bg-green-mark',
  red: 'bg-red-mark',
  grey: 'bg-grey-mark',
}

/** `value` of `max`; null when the total is not known. `detail` stands at the right: counts, time left. */
export function Progress(props: {
  label: string
  value: number | null
  max?: number | undefined
  detail?: ReactNode
  tone?: Tone | 'accent' | undefined
  hideLabel?: boolean | undefined
}) {
  return (
    <Base.Root value={props.value} max={props.max ?? 100} className="w-full">
      <div className={cx('mb-1.5 flex justify-between gap-3', props.hideLabel === true && 'sr-only')}>
        <Base.Label>{props.label}</Base.Label>
        {props.detail !== undefined && <span className="text-soft">{props.detail}</span>}
      </div>
      <Base.Track className="relative h-1.5 overflow-hidden rounded-full bg-grey-wash">
        <Base.Indicator
          className={cx(
            'h-full rounded-full transition-[width] data-indeterminate:w-1/3 data-indeterminate:animate-pulse',
            fills[props.tone ?? 'accent'],
          )}
        />
      </Base.Track>
    </Base.Root>
  )
}

export type BarPart = { label: string; value: number; tone: Tone | 'accent' }

/** One bar made of parts against a limit, with its legend: calls used today by purpose, for example. */
export function PartsBar(props: {
  label: string
  parts: readonly BarPart[]
  max: number
  summary?: ReactNode
}) {
  const total = props.parts.reduce((sum, part) => sum + part.value, 0)
  return (
    <figure className="w-full">
      <figcaption className="mb-1.5 flex justify-between gap-3">
        <span>{props.label}</span>
        <span className="text-soft">
          {props.summary ?? `${total.toLocaleString()} / ${props.max.toLocaleString()}`}
        </span>
      </figcaption>
      <div aria-hidden className="flex h-2.5 gap-0.5 overflow-hidden rounded-full bg-grey-wash">
        {props.parts
          .filter((part) => part.value > 0)
          .map((part) => (
            <span
              key={part.label}
              className={fills[part.tone]}
              style={{ width: `${Math.min(100, (part.value / Math.max(props.max, 1)) * 100)}%`, minWidth: 3 }}
            />
          ))}
      </div>
      <ul className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-small">
        {props.parts.map((part) => (
          <li key={part.label} className="flex items-center gap-1.5">
            <span aria-hidden className={cx('size-2 rounded-full', fills[part.tone])} />
            {part.label} <span className="text-soft">{part.value.toLocaleString()}</span>
          </li>
        ))}
      </ul>
    </figure>
  )
}
