// A few words beside a control, on hover and on focus. Must never hold anything to press, nor the only copy of
// something a person needs.
import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'
import { Kbd } from './kbd.tsx'

type Side = 'top' | 'bottom' | 'left' | 'right'

/** Wraps one focusable element. `keys` shows the shortcut, such as `g o`. */
export function Tooltip(props: {
  text: ReactNode
  children: ReactElement
  side?: Side | undefined
  keys?: string | undefined
  disabled?: boolean | undefined
}) {
  return (
    <Base.Root disabled={props.disabled ?? false}>
      <Base.Trigger render={props.children} delay={350} />
      <TooltipPopup side={props.side}>
        {props.text}
        {props.keys !== undefined && <Kbd keys={props.keys} />}
      </TooltipPopup>
    </Base.Root>
  )
}

/** The bubble alone, for components that own their trigger. */
export function TooltipPopup(props: { children: ReactNode; side?: Side | undefined }) {
  return (
    <Base.Portal>
      <Base.Positioner sideOffset={6} side={props.side ?? 'top'} className="z-50">
        <Base.Popup className="floating flex max-w-72 items-center gap-2 px-2.5 py-1.5 text-small">
          {props.children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  )
}
