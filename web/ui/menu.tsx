// A short list of actions behind a button. An action that may not be taken now stays in the list and says why.
import { Menu as Base } from '@base-ui/react/menu'
import type { LucideIcon } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { cx } from './cx.ts'
import { Kbd } from './kbd.tsx'

export type MenuItem =
  | {
      label: string
      icon?: LucideIcon | undefined
      keys?: string | undefined
      danger?: boolean | undefined
      disabledReason?: string | null | undefined
      onSelect: () => void
    }
  | { label: string; icon?: LucideIcon | undefined; href: string }
  | { heading: string }
  | 'divider'

/** `trigger` is a Button or IconButton. `children` goes above the items: who is signed in, for example. */
export function Menu(props: {
  trigger: ReactElement
  items: readonly MenuItem[]
  children?: ReactNode
  align?: 'start' | 'end' | undefined
  side?: 'top' | 'bottom' | 'right' | undefined
}) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={props.trigger} />
      <Base.Portal>
        <Base.Positioner
          sideOffset={4}
          align={props.align ?? 'end'}
          side={props.side ?? 'bottom'}
          className="z-50"
        >
          <Base.Popup className="floating max-w-80 min-w-48 p-1">
            {props.children}
            {props.items.map((item, index) => (
              <Entry
                key={typeof item === 'string' ? index : 'heading' in item ? item.heading : item.label}
                item={item}
              />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function Entry(props: { item: MenuItem }) {
  const { item } = props
  if (item === 'divider') return <Base.Separator className="mx-2.5 my-1 h-px bg-line" />
  if ('heading' in item) return <div className="px-2.5 pt-2 pb-1 text-small text-soft">{item.heading}</div>
  const Icon = item.icon
  const icon = Icon !== undefined && <Icon aria-hidden className="size-4 shrink-0 opacity-75" />
  if ('href' in item) {
    return (
      <Base.LinkItem href={item.href} className="option-row">
        {icon}
        {item.label}
      </Base.LinkItem>
    )
  }
  const reason = item.disabledReason ?? undefined
  return (
    <Base.Item
      onClick={item.onSelect}
      disabled={reason !== undefined}
      className={cx('option-row', item.danger === true && reason === undefined && 'text-red-text')}
    >
      {icon}
      <span className="min-w-0 flex-1">
        {item.label}
        {reason !== undefined && <span className="block text-small text-soft">{reason}</span>}
      </span>
      {item.keys !== undefined && <Kbd keys={item.keys} />}
    </Base.Item>
  )
}
