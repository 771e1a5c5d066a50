// The quiet frame of the pages before the desk: the name, and one sheet to fill in.
import type { ReactNode } from 'react'

export function EntryFrame(props: {
  title: string
  note: string
  children: ReactNode
  wide?: boolean | undefined
}) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 py-8 md:justify-center">
      <div className={props.wide === true ? 'w-full max-w-xl' : 'w-full max-w-sm'}>
        <p className="mb-5 flex items-center gap-2.5 font-semibold">
          <span
            aria-hidden
            className="flex size-8 items-center justify-center rounded-[9px] bg-accent text-lead text-on-accent"
          >
            P
          </span>
          Purvey
        </p>
        <div className="rounded-sheet border border-line bg-sheet px-5 py-6 md:px-7">
          <h1 className="text-title">{props.title}</h1>
          <p className="mt-1 mb-5 text-pretty text-soft">{props.note}</p>
          {props.children}
        </div>
      </div>
    </main>
  )
}
