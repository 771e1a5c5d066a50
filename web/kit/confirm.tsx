// A question, asked only where nothing can be undone. It names the thing, and its button names the act.
import { Suspense, createContext, lazy, useCallback, useContext, useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import type { Question } from './confirm-dialog.tsx'

type Ask = (question: Question) => Promise<boolean>

const Asking = createContext<Ask | null>(null)

const load = async () => ({ default: (await import('./confirm-dialog.tsx')).ConfirmDialog })
const ConfirmDialog = lazy(load)

export function ConfirmProvider(props: { children: ReactNode }) {
  const [question, setQuestion] = useState<Question | null>(null)
  const [open, setOpen] = useState(false)
  const answer = useRef<((yes: boolean) => void) | null>(null)

  // Before it is needed: without a connection, a question that cannot be shown would take the page with it.
  useEffect(() => void load().catch(() => undefined), [])

  const ask = useCallback<Ask>((next) => {
    answer.current?.(false)
    setQuestion(next)
    setOpen(true)
    return new Promise<boolean>((resolve) => {
      answer.current = resolve
    })
  }, [])

  function close(yes: boolean): void {
    setOpen(false)
    answer.current?.(yes)
    answer.current = null
  }

  return (
    <Asking value={ask}>
      {props.children}
      <Suspense>
        {question !== null && <ConfirmDialog open={open} question={question} onAnswer={close} />}
      </Suspense>
    </Asking>
  )
}

/** `if (await confirm({ title: 'Disconnect Cin7?', confirm: 'Disconnect' })) …` */
export function useConfirm(): Ask {
  const ask = useContext(Asking)
  if (ask === null) throw new Error('useConfirm needs a ConfirmProvider above it')
  return ask
}
