// The dialog behind useConfirm. The safe answer has the focus.
import { useRef } from 'react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'

export type Question = {
  title: string
  body?: ReactNode
  confirm: string
  cancel?: string | undefined
  danger?: boolean | undefined
}

export function ConfirmDialog(props: {
  open: boolean
  question: Question
  onAnswer: (yes: boolean) => void
}) {
  const t = useTranslations('kit')
  const { question, onAnswer } = props
  const cancel = useRef<HTMLButtonElement>(null)
  return (
    <Dialog
      open={props.open}
      onClose={() => onAnswer(false)}
      title={question.title}
      description={question.body}
      initialFocus={cancel}
      actions={
        <>
          <Button ref={cancel} onClick={() => onAnswer(false)}>
            {question.cancel ?? t('cancel')}
          </Button>
          <Button variant={question.danger === true ? 'danger' : 'primary'} onClick={() => onAnswer(true)}>
            {question.confirm}
          </Button>
        </>
      }
    />
  )
}
