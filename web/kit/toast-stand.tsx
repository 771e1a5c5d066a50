// The app's one place for notices, joined to `toast`.
import { ToastViewport } from '../ui/toast-viewport.tsx'
import { toastManager } from './toasts.ts'

export function ToastStand() {
  return <ToastViewport manager={toastManager} />
}
