// Where notices appear: below, newest in front, read out politely. Each may carry one action, such as Undo. On a phone they
// stand above whatever floats at the page's foot (`data-at-foot`), so that they never cover its buttons.
import { Toast as Base } from '@base-ui/react/toast'
import type { ToastManager } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { ToneShape } from './status-mark.tsx'
import type { Tone } from './status-mark.tsx'

export type ToastData = { tone: Tone }

/** Stands once beside the app. Toasts are added through `manager`, from anywhere. */
export function ToastViewport(props: { manager: ToastManager<ToastData> }) {
  const t = useTranslations('ui')
  return (
    <Base.Provider toastManager={props.manager} timeout={6_000} limit={3}>
      <Base.Portal>
        <Base.Viewport
          aria-label={t('notifications')}
          className="fixed right-3 bottom-18 left-3 z-60 flex max-md:in-[body:has([data-at-foot])]:bottom-46 flex-col-reverse gap-2 md:right-auto md:bottom-5 md:in-[body:has([data-at-foot])]:bottom-20 md:left-19 md:w-96 lg:left-58"
        >
          <Toasts />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  )
}

function Toasts() {
  const t = useTranslations('ui')
  const { toasts } = Base.useToastManager<ToastData>()
  return toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      data-toast=""
      swipeDirection={['right', 'down']}
      className="floating transition-[opacity,transform] data-limited:hidden data-starting-style:translate-y-3"
    >
      <Base.Content className="flex items-start gap-3 py-2.5 pr-2 pl-3.5">
        <ToneShape tone={toast.data?.tone ?? 'green'} className="mt-1.75" />
        <div className="min-w-0 flex-1 py-1">
          <Base.Title className="font-semibold wrap-anywhere" />
          <Base.Description className="wrap-anywhere text-soft" />
        </div>
        <Base.Action className="flex h-7 shrink-0 items-center rounded-control px-2 font-semibold text-accent hover:bg-accent-wash max-md:h-11" />
        <Base.Close
          aria-label={t('close')}
          className="flex size-7 shrink-0 items-center justify-center rounded-control text-soft hover:bg-hover hover:text-ink max-md:size-11"
        >
          <X aria-hidden className="size-4" />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ))
}
