// The keyboard shortcuts that are live now, and what they do. Keys typed into fields, or while something floats above
// the page, are left alone.
import { useEffect, useRef, useSyncExternalStore } from 'react'

export type Shortcut = {
  /** One key (`a`, `/`, `?`, `Enter`), two in a row (`g o`), or one with Ctrl or Cmd (`Ctrl+s`), which works in fields too. */
  keys: string
  does: string
  group: string
}

type Live = Shortcut & { run: (event: KeyboardEvent) => void }

const dialogs = ':is([role=dialog], [role=alertdialog]):not([data-toast])'
const sequenceMs = 1_200
let live: readonly Live[] = []
let shown: readonly Shortcut[] = []
const listeners = new Set<() => void>()
let pending: { key: string; atMs: number } | undefined

function changed(next: readonly Live[]): void {
  live = next
  shown = next.map(({ keys, does, group }) => ({ keys, does, group }))
  for (const listener of listeners) listener()
}

/** Whether a key pressed there belongs to a field, and not to the page. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable) return true
  return target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select, [role=combobox]')
}

/** Whether a dialog, menu or list floats above the page and owns the keyboard. */
export function isCovered(): boolean {
  return document.querySelector(`${dialogs}, [role=menu], [role=listbox]`) !== null
}

function press(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || event.isComposing) return
  if (event.metaKey || event.ctrlKey) {
    const held = live.findLast((one) => one.keys === `Ctrl+${event.key.toLowerCase()}`)
    if (held === undefined || document.querySelector(dialogs) !== null) return
    event.preventDefault()
    held.run(event)
    return
  }
  if (isTyping(event.target) || isCovered()) return
  const first = pending !== undefined && event.timeStamp - pending.atMs < sequenceMs ? pending.key : undefined
  pending = undefined
  const found =
    (first !== undefined && live.findLast((one) => one.keys === `${first} ${event.key}`)) ||
    live.findLast((one) => one.keys === event.key)
  if (found !== undefined) {
    // Enter and Space on a focused button or link belong to it.
    const own = event.target instanceof HTMLElement && event.target.closest('button, a, [role=tab]') !== null
    if (own && (event.key === 'Enter' || event.key === ' ')) return
    event.preventDefault()
    found.run(event)
    return
  }
  if (live.some((one) => one.keys.startsWith(`${event.key} `)))
    pending = { key: event.key, atMs: event.timeStamp }
}

/**
 * Makes a shortcut live while the component is on the page; the latest one wins. `run` null switches it off and takes
 * it out of the help.
 */
export function useShortcut(
  keys: string,
  does: string,
  group: string,
  run: ((event: KeyboardEvent) => void) | null,
): void {
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  const on = run !== null
  useEffect(() => {
    if (!on) return
    const one: Live = { keys, does, group, run: (event) => latest.current?.(event) }
    if (live.length === 0) document.addEventListener('keydown', press)
    changed([...live, one])
    return () => {
      changed(live.filter((other) => other !== one))
      if (live.length === 0) document.removeEventListener('keydown', press)
    }
  }, [keys, does, group, on])
}

/** Every shortcut that works now, for the help. */
export function useShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => shown,
  )
}
