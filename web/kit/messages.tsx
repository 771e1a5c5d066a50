// The words of the apps in the user's language, and the provider that every page reads them through.
import type { ReactNode } from 'react'
import { IntlProvider, useLocale } from 'use-intl'
import type { AbstractIntlMessages } from 'use-intl'

export const kitMessages = {
  shortcuts: 'Keyboard shortcuts',
  help: 'Show the keyboard shortcuts',
  helpGroup: 'Everywhere',
  cancel: 'Cancel',
  undo: 'Undo',
  save: 'Save',
  saving: 'Saving…',
  back: 'Back',
  offlineTitle: 'Cannot reach Purvey',
  offline:
    'The connection is down, or Purvey is restarting. What you entered is still here; try again in a moment.',
  unreadable:
    'Purvey answered with something this page does not understand. Load the page again; if it stays, tell the operator: {detail}',
  notFoundTitle: 'There is no page here',
  notFound: 'The address may be mistyped, or what it showed may be gone.',
  brokenTitle: 'This page stopped working',
  broken:
    'Nothing was lost: what was saved is saved. Load the page again; if it stops again, tell the operator: {detail}',
  formProblems: '{count, plural, one {One thing needs a fix} other {# things need a fix}}',
  loadFailed: 'Could not load this',
  loadAgain: 'Load again',
  goHome: 'Go to the first page',
} as const

export function MessagesProvider(props: {
  locale: string
  messages: AbstractIntlMessages
  timeZone: string
  children: ReactNode
}) {
  return (
    <IntlProvider locale={props.locale} messages={props.messages} timeZone={props.timeZone}>
      {props.children}
    </IntlProvider>
  )
}

/** Below it the words stay, and days, times and numbers are written as where the supplier is, whatever device shows them. */
export function PlaceProvider(props: {
  /** The device's when left out. */
  locale: string | undefined
  timeZone: string
  children: ReactNode
}) {
  const deviceLocale = useLocale()
  return (
    <IntlProvider locale={props.locale ?? deviceLocale} timeZone={props.timeZone}>
      {props.children}
    </IntlProvider>
  )
}
