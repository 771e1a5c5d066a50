// A question that must be answered before going on (Dialog), and a side sheet for a longer task that keeps the page
// in sight (Drawer). Both are controlled, trap focus and give it back.
import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { useRef } from 'react'
import type { ReactNode, RefObject } from 'react'
import { useTranslations } from 'use-intl'
import { cx } from './cx.ts'

type LayerProps = {
  open: boolean
  onClose: () => void
  title: string
  description?: ReactNode
  children?: ReactNode
  /** Buttons, the primary one last; stays in sight while the body scrolls. */
  actions?: ReactNode
  /** What gets the focus first; the first field or button by default. */
  initialFocus?: RefObject<HTMLElement | null> | undefined
}

const backdrop =
  'fixed inset-0 z-40 bg-shade transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0'

export function Dialog(props: LayerProps & { wide?: boolean | undefined }) {
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Layer {...props}>
      <Base.Viewport className="fixed inset-0 z-40 flex items-end justify-center overflow-y-auto p-3 md:items-start md:pt-[14vh]">
        <Base.Popup
          ref={popup}
          initialFocus={props.initialFocus ?? (() => firstOf(popup.current))}
          className={cx(
            'floating flex max-h-[calc(100dvh-24px)] w-full flex-col md:max-h-[78vh]',
            props.wide === true ? 'md:max-w-3xl' : 'md:max-w-md',
          )}
        >
          <LayerContent {...props} />
        </Base.Popup>
      </Base.Viewport>
    </Layer>
  )
}

/** From the right on the desk, from below on a phone. */
export function Drawer(props: LayerProps & { wide?: boolean | undefined }) {
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Layer {...props}>
      <Base.Popup
        ref={popup}
        initialFocus={props.initialFocus ?? (() => firstOf(popup.current))}
        className={cx(
          'fixed z-40 flex flex-col bg-raised text-ink shadow-float transition-[opacity,transform] outline-none data-ending-style:opacity-0 data-starting-style:opacity-0',
          'max-md:inset-x-0 max-md:bottom-0 max-md:max-h-[88dvh] max-md:rounded-t-sheet max-md:pb-[env(safe-area-inset-bottom)] max-md:data-ending-style:translate-y-6 max-md:data-starting-style:translate-y-6',
          'md:inset-y-0 md:right-0 md:w-full md:data-ending-style:translate-x-6 md:data-starting-style:translate-x-6',
          props.wide === true ? 'md:max-w-2xl' : 'md:max-w-md',
        )}
      >
        <LayerContent {...props} />
      </Base.Popup>
    </Layer>
  )
}

/** Hides the whole page, whatever floats above it too, and cannot be closed: it goes when what it asks for is done. */
export function Cover(props: {
  title: string
  description: string
  /** What gets the focus first, among what it holds. */
  first: string
  children: ReactNode
}) {
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Base.Root open>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-60 bg-paper" />
        <Base.Viewport className="fixed inset-0 z-60 flex items-start justify-center overflow-y-auto p-4 pt-8 md:items-center md:pt-4">
          <Base.Popup
            ref={popup}
            initialFocus={() => popup.current?.querySelector<HTMLElement>(props.first) ?? true}
            className="floating w-full max-w-sm px-5 pt-5 pb-1"
          >
            <Base.Title className="text-lead font-semibold">{props.title}</Base.Title>
            <Base.Description className="mt-1 mb-4 text-pretty text-soft">
              {props.description}
            </Base.Description>
            {props.children}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}

/** The first field, or else the first button at the foot; the popup itself where there is neither. */
function firstOf(popup: HTMLElement | null): HTMLElement | true {
  return (
    popup?.querySelector<HTMLElement>('input:not([type=hidden]), textarea, select, [role=combobox]') ??
    popup?.querySelector<HTMLElement>('footer button') ??
    true
  )
}

function Layer(props: LayerProps) {
  return (
    <Base.Root open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <Base.Portal>
        <Base.Backdrop className={backdrop} />
        {props.children}
      </Base.Portal>
    </Base.Root>
  )
}

function LayerContent(props: LayerProps) {
  const t = useTranslations('ui')
  return (
    <>
      <header className="flex items-start gap-3 px-5 pt-4 pb-2">
        <div className="min-w-0 flex-1">
          <Base.Title className="text-lead font-semibold">{props.title}</Base.Title>
          {props.description !== undefined && (
            <Base.Description className="mt-1 text-soft">{props.description}</Base.Description>
          )}
        </div>
        <Base.Close
          aria-label={t('close')}
          className="-mt-0.5 -mr-2 flex size-(--control) shrink-0 items-center justify-center rounded-control text-soft hover:bg-hover hover:text-ink"
        >
          <X aria-hidden className="size-4" />
        </Base.Close>
      </header>
      {props.children !== undefined && (
        <div className="min-h-0 flex-1 overflow-y-auto px-5 py-2">{props.children}</div>
      )}
      {props.actions !== undefined && (
        <footer className="flex flex-wrap justify-end gap-2 px-5 pt-3 pb-4 max-md:*:flex-1">
          {props.actions}
        </footer>
      )}
    </>
  )
}
