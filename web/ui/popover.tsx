// A small floating panel tied to a button: why this price, filters. Never for what must be answered (Dialog).
import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'

/** `trigger` is a Button or IconButton. Controlled when `open` and `onOpenChange` are given. */
export function Popover(props: {
  trigger: ReactElement
  title?: string | undefined
  children: ReactNode
  align?: 'start' | 'center' | 'end' | undefined
  open?: boolean | undefined
  onOpenChange?: ((open: boolean) => void) | undefined
}) {
  return (
    <Base.Root
      {...(props.open === undefined ? {} : { open: props.open })}
      onOpenChange={(open) => props.onOpenChange?.(open)}
    >
      <Base.Trigger render={props.trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align={props.align ?? 'start'} collisionPadding={12} className="z-50">
          <Base.Popup className="floating max-h-(--available-height) w-max max-w-[min(24rem,var(--available-width))] overflow-y-auto p-4">
            {props.title !== undefined && (
              <Base.Title className="mb-2 font-semibold">{props.title}</Base.Title>
            )}
            {props.children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
