// How a state looks: always a word, a shape and a colour together, so that no state hangs on colour alone.
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

/** amber: waiting. blue: arrived where it should be. green: done. red: needs a person. grey: at rest. */
export type Tone = 'amber' | 'blue' | 'green' | 'red' | 'grey'

const words: Record<Tone, string> = {
  amber: 'text-amber-text',
  blue: 'text-blue-text',
  green: 'text-green-text',
  red: 'text-red-text',
  grey: 'text-grey-text',
}
const marks: Record<Tone, string> = {
  amber: 'text-amber-mark',
  blue: 'text-blue-mark',
  green: 'text-green-mark',
  red: 'text-red-mark',
  grey: 'text-grey-mark',
}
const washes: Record<Tone, string> = {
  amber: 'bg-amber-wash',
  blue: 'bg-blue-wash',
  green: 'bg-green-wash',
  red: 'bg-red-wash',
  grey: 'bg-grey-wash',
}

/** The shape alone, 14 px; decoration, so put a word beside it. */
export function ToneShape(props: { tone: Tone; className?: string | undefined }) {
  return (
    <svg
      viewBox="0 0 14 14"
      aria-hidden
      className={cx('size-3.5 shrink-0', marks[props.tone], props.className)}
    >
      {shapes[props.tone]}
    </svg>
  )
}

const hole = 'var(--color-sheet)'
const shapes: Record<Tone, ReactNode> = {
  amber: (
    <g fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" strokeLinejoin="round">
      <circle cx="7" cy="7" r="5.4" />
      <path d="M7 4.2V7l1.9 1.3" />
    </g>
  ),
  blue: (
    <g>
      <rect
        x="2.3"
        y="2.3"
        width="9.4"
        height="9.4"
        rx="1.8"
        transform="rotate(45 7 7)"
        fill="currentColor"
      />
      <path
        d="M7 4.4v4.8M5 7.4l2 2 2-2"
        fill="none"
        stroke={hole}
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </g>
  ),
  green: (
    <g>
      <circle cx="7" cy="7" r="6.2" fill="currentColor" />
      <path
        d="M4.2 7.3 6.2 9.2 9.8 5.2"
        fill="none"
        stroke={hole}
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </g>
  ),
  red: (
    <g>
      <path
        d="M7 1.4 13.2 12.4H.8Z"
        fill="currentColor"
        stroke="currentColor"
        strokeWidth="1.2"
        strokeLinejoin="round"
      />
      <path d="M7 5.4v3.2M7 10.6v.1" fill="none" stroke={hole} strokeWidth="1.6" strokeLinecap="round" />
    </g>
  ),
  grey: (
    <circle
      cx="7"
      cy="7"
      r="4.6"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeDasharray="2.6 1.9"
    />
  ),
}

/** Shape and word in a line: for table rows and records. */
export function StatusMark(props: { tone: Tone; children: ReactNode; className?: string | undefined }) {
  return (
    <span
      className={cx(
        'inline-flex max-w-full items-center gap-1.5 align-bottom',
        words[props.tone],
        props.className,
      )}
    >
      <ToneShape tone={props.tone} />
      <span className="truncate">{props.children}</span>
    </span>
  )
}

/** The same on a tint: for a page's head, where one state is the news. */
export function Badge(props: { tone: Tone; children: ReactNode }) {
  return (
    <span
      className={cx(
        'inline-flex h-6 max-w-full items-center gap-1.5 rounded-full pr-2.5 pl-2 text-small font-semibold',
        washes[props.tone],
        words[props.tone],
      )}
    >
      <ToneShape tone={props.tone} />
      <span className="truncate">{props.children}</span>
    </span>
  )
}

/** A quiet word on grey: a tag, a source, a kind. Not a state. */
export function Tag(props: { children: ReactNode }) {
  return (
    <span className="inline-flex h-5 items-center rounded-small bg-grey-wash px-1.5 text-small text-grey-text">
      {props.children}
    </span>
  )
}

/** A sentence that needs to be read where it stands, with what to do about it. */
export function Notice(props: { tone: Tone; title?: ReactNode; children?: ReactNode; action?: ReactNode }) {
  return (
    <div
      role={props.tone === 'red' ? 'alert' : 'status'}
      className={cx(
        'flex flex-wrap items-start gap-x-3 gap-y-2 rounded-control px-3 py-2.5',
        washes[props.tone],
      )}
    >
      <ToneShape tone={props.tone} className="mt-0.75" />
      <div className="min-w-48 flex-1">
        {props.title !== undefined && <p className={cx('font-semibold', words[props.tone])}>{props.title}</p>}
        {props.children !== undefined && <div>{props.children}</div>}
      </div>
      {props.action !== undefined && <div className="flex shrink-0 gap-2">{props.action}</div>}
    </div>
  )
}
