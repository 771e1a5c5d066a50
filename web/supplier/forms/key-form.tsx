// API username and key, to connect or to replace the key. The key leaves the page with the request and is never shown
// again; a refusal says what to check.
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { connect } from '../../../src/contract/connection.ts'
import type { ConnectionView } from '../../../src/contract/connection.ts'
import { ApiProblem } from '../../kit/api.ts'
import { Form, FormActions, SubmitButton } from '../../kit/form.tsx'
import { useWrite } from '../../kit/use-endpoint.ts'
import { Field } from '../../ui/field.tsx'
import { TextField } from '../../ui/text-field.tsx'

export function KeyForm(props: {
  username: string
  address: string
  submit: string
  disabledReason: string | null
  onDone: (connection: ConnectionView) => void
}) {
  const t = useTranslations('cin7')
  const [username, setUsername] = useState(props.username)
  const [key, setKey] = useState('')
  const send = useWrite(connect, {
    invalidates: ['connection.', 'sync.', 'desk.', 'inbox.', 'customers.', 'products.', 'orders.'],
    onDone: (connection) => {
      setKey('')
      props.onDone(connection)
    },
  })
  return (
    <Form
      label={props.submit}
      error={send.error}
      busy={send.isPending}
      onSubmit={() => props.disabledReason === null && send.mutate({ body: { username, key } })}
      className="flex max-w-xl flex-col gap-4"
    >
      {send.error instanceof ApiProblem && <WhatToCheck code={send.error.code} address={props.address} />}
      <TextField
        label={t('username')}
        name="username"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={username}
        onChange={setUsername}
      />
      <Field label={t('key')} name="key" hint={t('keyHint')}>
        {(ids) => (
          <input
            id={ids.id}
            name="key"
            type="password"
            // Browsers must neither keep the key nor fill in somebody's sign-in password.
            autoComplete="new-password"
            data-1p-ignore=""
            spellCheck={false}
            value={key}
            aria-invalid={ids.invalid}
            aria-describedby={ids.describedBy}
            onChange={(event) => setKey(event.target.value)}
            className="control w-full min-w-0 px-2.5"
          />
        )}
      </Field>
      <FormActions>
        <SubmitButton busy={send.isPending} disabledReason={props.disabledReason}>
          {props.submit}
        </SubmitButton>
        <output className="text-soft">{send.isPending && t('connecting')}</output>
      </FormActions>
    </Form>
  )
}

function WhatToCheck(props: { code: string; address: string }) {
  const t = useTranslations('cin7')
  const checks: Readonly<Record<string, readonly string[]>> = {
    'wrong-key': [t('wrongKey1'), t('wrongKey2'), t('wrongKey3')],
    'erp-unreachable': [t('unreachable1'), t('unreachable2', { address: props.address })],
    'erp-busy': [t('busy1')],
    'other-account-connected': [t('other1'), t('other2')],
  }
  const list = checks[props.code]
  if (list === undefined) return null
  return (
    <div>
      <h3 className="font-semibold">{t('checkThese')}</h3>
      <ul className="mt-1 list-disc pl-5">
        {list.map((one) => (
          <li key={one} className="text-pretty wrap-anywhere">
            {one}
          </li>
        ))}
      </ul>
    </div>
  )
}
