// The bones of a page: title with its actions, then sections parted by space and a hairline. Sections never nest and
// never draw a box.
import { useId } from 'react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

/** `narrow` for forms and texts, full width for tables. */
export function Page(props: { children: ReactNode; narrow?: boolean | undefined }) {
  return (
    <div
      className={cx('px-4 pt-5 pb-16 md:px-8 md:pt-6', props.narrow === true ? 'max-w-3xl' : 'max-w-[96rem]')}
    >
      {props.children}
    </div>
  )
}

/** The page's h1. `mark` is its state, `meta` one quiet line, `actions` its buttons with the primary one last. */
export function PageHeader(props: {
  title: ReactNode
  back?: ReactNode
  mark?: ReactNode
  meta?: ReactNode
  actions?: ReactNode
}) {
  return (
    <header className="mb-5">
      {props.back !== undefined && <div className="mb-1 text-small">{props.back}</div>}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="min-w-0 text-title wrap-anywhere">{props.title}</h1>
            {props.mark}
          </div>
          {props.meta !== undefined && <div className="mt-0.5 text-soft">{props.meta}</div>}
        </div>
        {props.actions !== undefined && (
          <div className="flex flex-wrap items-center gap-2">{props.actions}</div>
        )}
      </div>
    </header>
  )
}

export function Section(props: {
  title?: string | undefined
  note?: ReactNode
  actions?: ReactNode
  children: ReactNode
  /** No line above: for the first one under a page's head. */
  first?: boolean | undefined
  className?: string | undefined
}) {
  const id = useId()
  return (
    <section
      aria-labelledby={props.title === undefined ? undefined : id}
      className={cx(props.first !== true && 'mt-7 border-t border-line pt-5', props.className)}
    >
      {(props.title !== undefined || props.actions !== undefined) && (
        <div className="mb-3 flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
          <div className="min-w-0">
            <h2 id={id} className="text-lead">
              {props.title}
            </h2>
            {props.note !== undefined && <p className="text-pretty text-soft">{props.note}</p>}
          </div>
          {props.actions !== undefined && <div className="flex flex-wrap gap-2">{props.actions}</div>}
        </div>
      )}
      {props.children}
    </section>
  )
}

/** The one box there is: for something that is an object of its own on the page. Never inside another. */
export function Card(props: {
  title?: ReactNode
  mark?: ReactNode
  children: ReactNode
  footer?: ReactNode
}) {
  const titleId = useId()
  return (
    <section
      aria-labelledby={props.title === undefined ? undefined : titleId}
      className="overflow-hidden rounded-float border border-line"
    >
      {(isShown(props.title) || isShown(props.mark)) && (
        <div className="flex flex-wrap items-center justify-between gap-2 bg-sunken px-4 py-2.5">
          <h2 id={titleId} className="font-semibold">
            {props.title}
          </h2>
          {props.mark}
        </div>
      )}
      <div className="px-4 py-3.5">{props.children}</div>
      {isShown(props.footer) && (
        <div className="flex flex-wrap gap-2 border-t border-line px-4 py-3">{props.footer}</div>
      )}
    </section>
  )
}

/** Whether a part draws anything: `condition && <Part />` is false when it does not. */
function isShown(part: ReactNode): boolean {
  return part !== undefined && part !== null && part !== false && part !== ''
}

/** Main column and a narrower side column; one column below 1024 px. */
export function Columns(props: { children: ReactNode; side: ReactNode }) {
  return (
    <div className="grid gap-x-10 gap-y-7 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="min-w-0">{props.children}</div>
      <aside className="flex min-w-0 flex-col gap-6">{props.side}</aside>
    </div>
  )
}

/** One number with its name, for a page that opens on a summary. */
export function Figure(props: { label: string; children: ReactNode; note?: ReactNode }) {
  return (
    <div className="min-w-28">
      <div className="text-soft">{props.label}</div>
      <div className="text-figure font-semibold">{props.children}</div>
      {props.note !== undefined && <div className="text-small text-soft">{props.note}</div>}
    </div>
  )
}
