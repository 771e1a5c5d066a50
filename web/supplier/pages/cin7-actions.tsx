// What can be done with a connection as a whole: check it, pause it, give it a new key, end it.
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import {
  checkConnection,
  disconnect,
  pauseConnection,
  resumeConnection,
} from '../../../src/contract/connection.ts'
import type { ConnectionView } from '../../../src/contract/connection.ts'
import { useConfirm } from '../../kit/confirm.tsx'
import { toast } from '../../kit/toasts.ts'
import { useWrite } from '../../kit/use-endpoint.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useMayNot } from '../desk-session.ts'
import { KeyForm } from '../forms/key-form.tsx'

const touched = ['connection.', 'sync.', 'desk.', 'inbox.']

export function Cin7Actions(props: { connection: ConnectionView }) {
  const t = useTranslations('cin7')
  const { connection } = props
  const { username } = connection
  const confirm = useConfirm()
  const mayNot = useMayNot()('connection.manage')
  const [replacing, setReplacing] = useState(false)
  // What mends a connection that does not work: the right key, or a look whether the missing box is ticked now.
  const ails = connection.state === 'needs-attention'
  const isKey = connection.stateCode !== 'permission-missing'
  const onProblem = (error: Error) => toast.problem(error.message)
  const check = useWrite(checkConnection, {
    invalidates: touched,
    onDone: ({ permissions }) =>
      toast.done(
        t('checkedNow', {
          bad: permissions.filter(({ state }) => state === 'not-ticked' || state === 'unreachable').length,
        }),
      ),
    onProblem,
  })
  const resume = useWrite(resumeConnection, {
    invalidates: touched,
    onDone: () => toast.done(t('resumedNow')),
    onProblem,
  })
  const pause = useWrite(pauseConnection, {
    invalidates: touched,
    onDone: () => toast.done(t('pausedNow'), { action: { label: t('undo'), run: () => resume.mutate({}) } }),
    onProblem,
  })
  const end = useWrite(disconnect, {
    invalidates: [...touched, 'customers.', 'products.'],
    onDone: () => toast.done(t('disconnectedNow', { username })),
    onProblem,
  })

  async function leave(): Promise<void> {
    const sure = await confirm({
      title: t('disconnectTitle', { username }),
      body: t('disconnectWords'),
      confirm: t('disconnectGo', { username }),
      danger: true,
    })
    if (sure) end.mutate({})
  }

  return (
    <>
      <Button
        variant={ails && !isKey ? 'primary' : 'secondary'}
        busy={check.isPending}
        disabledReason={mayNot}
        onClick={() => check.mutate({})}
      >
        {t('check')}
      </Button>
      {connection.paused ? (
        <Button busy={resume.isPending} disabledReason={mayNot} onClick={() => resume.mutate({})}>
          {t('resume')}
        </Button>
      ) : (
        <Button busy={pause.isPending} disabledReason={mayNot} onClick={() => pause.mutate({})}>
          {t('pause')}
        </Button>
      )}
      <Button
        variant={ails && isKey ? 'primary' : 'secondary'}
        disabledReason={mayNot}
        onClick={() => setReplacing(true)}
      >
        {t('replaceKey')}
      </Button>
      <Button variant="danger" busy={end.isPending} disabledReason={mayNot} onClick={() => void leave()}>
        {t('disconnect')}
      </Button>
      <Dialog
        open={replacing}
        onClose={() => setReplacing(false)}
        title={t('replaceTitle', { username })}
        description={t('replaceWords')}
      >
        <KeyForm
          username={username}
          address={connection.address}
          submit={t('replaceKey')}
          disabledReason={mayNot}
          onDone={() => {
            setReplacing(false)
            toast.done(t('keyReplaced'))
          }}
        />
        <div className="h-3" />
      </Dialog>
    </>
  )
}
