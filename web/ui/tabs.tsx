// Tabs over one list or one record, with counts. The caller keeps the value (usually in the address), so a tab can
// be linked to.
import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import type { Tone } from './status-mark.tsx'

export type Tab<Value extends string> = {
  value: Value
  label: string
  count?: number | undefined
  /** Colours the count when it is not zero: only for what needs someone. */
  tone?: Tone | undefined
}

const countTones: Record<Tone, string> = {
  amber: 'bg-amber-wash text-amber-text',
  blue: 'bg-blue-wash text-blue-text',
  green: 'bg-green-wash text-green-text',
  red: 'bg-red-wash text-red-text',
  grey: 'bg-grey-wash text-grey-text',
}

/** On a phone more tabs stand side by side than fit, and the chosen one must not be out of sight. */
function intoSight(tab: HTMLElement | null): (() => void) | undefined {
  const list = tab?.parentElement
  if (!list) return undefined
  // Once more when the counts have come, which push it on, and when the window is made narrower.
  const observer = new ResizeObserver(() => list.scrollTo({ left: tab.offsetLeft - 48 }))
  for (const one of [list, ...list.children]) observer.observe(one)
  return () => observer.disconnect()
}

/** `children` is the panel of the chosen tab. */
export function Tabs<Value extends string>(props: {
  label: string
  value: Value
  onChange: (value: Value) => void
  tabs: readonly Tab<Value>[]
  children: ReactNode
  /** Beside the tabs, on the right: a search box, a filter. */
  aside?: ReactNode
}) {
  return (
    <Base.Root
      value={props.value}
      onValueChange={(value: Value | null) => value !== null && props.onChange(value)}
    >
      <div className="flex flex-wrap-reverse items-end justify-between gap-x-4 gap-y-2 border-b border-line">
        <Base.List
          aria-label={props.label}
          className="relative -mb-px flex max-w-full gap-5 overflow-x-auto [scrollbar-width:none]"
          activateOnFocus={false}
        >
          {props.tabs.map((tab) => (
            <Base.Tab
              key={tab.value}
              ref={tab.value === props.value ? intoSight : null}
              value={tab.value}
              className="flex h-10 items-center gap-1.5 rounded-t-control whitespace-nowrap text-soft transition-colors outline-offset-[-2px] hover:text-ink data-active:font-semibold data-active:text-ink max-md:h-11"
            >
              {/* the bold copy keeps the width from jumping when the tab is chosen */}
              <span className="grid">
                <span className="col-start-1 row-start-1">{tab.label}</span>
                <span aria-hidden className="invisible col-start-1 row-start-1 font-semibold">
                  {tab.label}
                </span>
              </span>
              {tab.count !== undefined && (
                <span
                  className={cx(
                    'min-w-5 rounded-full px-1.5 text-center text-small font-normal',
                    countTones[tab.count > 0 ? (tab.tone ?? 'grey') : 'grey'],
                  )}
                >
                  {tab.count.toLocaleString()}
                </span>
              )}
            </Base.Tab>
          ))}
          <Base.Indicator className="absolute bottom-0 left-0 h-0.5 w-(--active-tab-width) translate-x-(--active-tab-left) rounded-full bg-accent transition-all" />
        </Base.List>
        {props.aside !== undefined && (
          <div className="flex min-w-0 items-center gap-2 pb-1.5 max-md:w-full">{props.aside}</div>
        )}
      </div>
      {props.tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className="outline-offset-4">
          {tab.value === props.value && props.children}
        </Base.Panel>
      ))}
    </Base.Root>
  )
}
