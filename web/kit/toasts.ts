// Notices after something happened. Undo beats "are you sure?": a notice may carry it.
import { Toast } from '@base-ui/react/toast'
import type { ToastData } from '../ui/toast-viewport.tsx'
import type { Tone } from '../ui/status-mark.tsx'

export const toastManager = Toast.createToastManager<ToastData>()

type ToastOptions = { detail?: string | undefined; action?: { label: string; run: () => void } | undefined }

function show(tone: Tone, title: string, options: ToastOptions, stay: boolean): void {
  const { detail, action } = options
  const id = toastManager.add({
    title,
    data: { tone },
    ...(detail === undefined ? {} : { description: detail }),
    ...(stay ? { timeout: 0 } : action === undefined ? {} : { timeout: 10_000 }),
    ...(action === undefined
      ? {}
      : {
          actionProps: {
            children: action.label,
            onClick: () => {
              toastManager.close(id)
              action.run()
            },
          },
        }),
  })
}

/** `done` for what worked, `note` for what goes on by itself, `problem` for what did not work (stays until closed). */
export const toast = {
  done: (title: string, options: ToastOptions = {}) => show('green', title, options, false),
  note: (title: string, options: ToastOptions = {}) => show('blue', title, options, false),
  problem: (title: string, options: ToastOptions = {}) => show('red', title, options, true),
}
