// The shell of every form: it sends once, shows what the server refused beside the fields and summed up above them,
// and moves the focus there. Fields find their errors by `name`; one that is typed in is no longer blamed for what it held.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../ui/button.tsx'
import { FieldErrors } from '../ui/field.tsx'
import { Notice } from '../ui/status-mark.tsx'
import { ApiProblem } from './api.ts'
import { useProblemWords } from './problem.tsx'

/**
 * `error` and `busy` come from the form's mutation (`save.error`, `save.isPending`). `errors` adds what the page found
 * itself, by field name.
 */
export function Form(props: {
  label: string
  onSubmit: () => void
  error?: Error | null | undefined
  errors?: Readonly<Record<string, string>> | undefined
  busy?: boolean | undefined
  children: ReactNode
  className?: string | undefined
}) {
  const { error, errors: own, busy } = props
  const box = useRef<HTMLFormElement>(null)
  const said = useMemo(() => {
    const all = new Map(Object.entries(own ?? {}))
    if (error instanceof ApiProblem) for (const field of error.fields) all.set(field.path, field.message)
    return all
  }, [error, own])
  const [typed, setTyped] = useState({ said, names: new Set<string>() })
  const errors = useMemo(
    () => (typed.said === said ? new Map([...said].filter(([name]) => !typed.names.has(name))) : said),
    [said, typed],
  )

  useEffect(() => {
    if (error !== null && error !== undefined)
      box.current?.querySelector<HTMLElement>('[data-form-summary]')?.focus()
  }, [error])

  return (
    <FieldErrors value={errors}>
      <form
        ref={box}
        noValidate
        aria-label={props.label}
        className={props.className ?? 'flex max-w-xl flex-col gap-4'}
        onInput={(event) => {
          const name = nameOf(event.target)
          if (name !== undefined && errors.has(name))
            setTyped({ said, names: new Set(typed.said === said ? [...typed.names, name] : [name]) })
        }}
        onSubmit={(event) => {
          event.preventDefault()
          event.stopPropagation()
          if (busy !== true) props.onSubmit()
        }}
      >
        {errors.size > 0 ||
        (error !== null && error !== undefined && !(isOfFields(error) && said.size > 0)) ? (
          <Summary error={error ?? null} errors={errors} onGo={(name) => focusField(box.current, name)} />
        ) : null}
        {props.children}
      </form>
    </FieldErrors>
  )
}

function Summary(props: {
  error: Error | null
  errors: ReadonlyMap<string, string>
  onGo: (name: string) => void
}) {
  const t = useTranslations('kit')
  const wordsOf = useProblemWords()
  const words =
    props.error === null || (isOfFields(props.error) && props.errors.size > 0)
      ? { title: t('formProblems', { count: props.errors.size }), detail: undefined }
      : wordsOf(props.error)
  return (
    <div tabIndex={-1} data-form-summary="" className="rounded-control">
      <Notice tone="red" title={words.title}>
        {words.detail !== undefined && <p>{words.detail}</p>}
        {props.errors.size > 0 && (
          <ul>
            {[...props.errors].map(([name, message]) => (
              <li key={name}>
                <button
                  type="button"
                  onClick={() => props.onGo(name)}
                  className="min-h-6 text-left underline"
                >
                  {message}
                </button>
              </li>
            ))}
          </ul>
        )}
      </Notice>
    </div>
  )
}

/** Whether the sentences of fields say all of what did not fit. */
function isOfFields(error: Error): boolean {
  return error instanceof ApiProblem && error.code === 'invalid-request'
}

/** The name by which a control finds its error. */
function nameOf(control: EventTarget): string | undefined {
  if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement)
    if (control.name !== '') return control.name
  return control instanceof Element
    ? control.closest<HTMLElement>('[data-field]')?.dataset['field']
    : undefined
}

function focusField(form: HTMLFormElement | null, name: string): void {
  const key = CSS.escape(name)
  const field = form?.querySelector<HTMLElement>(
    `[name="${key}"]:not([aria-hidden=true]), [data-field="${key}"]`,
  )
  field?.focus()
  field?.scrollIntoView({ block: 'center' })
}

/** The form's one primary button. */
export function SubmitButton(props: {
  children: ReactNode
  busy?: boolean | undefined
  disabledReason?: string | null | undefined
}) {
  return (
    <Button type="submit" variant="primary" busy={props.busy} disabledReason={props.disabledReason}>
      {props.children}
    </Button>
  )
}

/** The row of buttons at a form's end. */
export function FormActions(props: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-2 pt-1">{props.children}</div>
}

type TextKeys<Values> = { [K in keyof Values]: Values[K] extends string ? K : never }[keyof Values] & string

/**
 * The values of a form while they are edited. `bind('phone')` gives a text field its name, value and onChange;
 * `dirty` says whether anything differs from `initial`.
 */
export function useDraft<Values extends object>(initial: Values) {
  const [values, setValues] = useState(initial)
  const set = useCallback(<K extends keyof Values>(name: K, value: Values[K]) => {
    setValues((now) => ({ ...now, [name]: value }))
  }, [])
  const bind = <K extends TextKeys<Values>>(name: K) => ({
    name,
    value: values[name] as string,
    onChange: (value: string) => set(name, value as Values[K]),
  })
  const keys = Object.keys(values) as (keyof Values)[]
  const dirty = keys.some((key) => !Object.is(values[key], initial[key]))
  return { values, set, bind, dirty, reset: () => setValues(initial), replace: setValues }
}
