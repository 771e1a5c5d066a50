// Whether the server has said that nobody is signed in any more. What is on screen stays until somebody signs in again.
import { useSyncExternalStore } from 'react'

let isSignedOut = false
const listeners = new Set<() => void>()

export function setSignedOut(now: boolean): void {
  isSignedOut = now
  for (const listener of listeners) listener()
}

export function useSignedOut(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => isSignedOut,
  )
}
