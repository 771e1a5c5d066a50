// Every message of the apps in English, by namespace, and their types. A page folder adds its own namespace here with
// one line; words are never written into pages.
import { kitMessages } from './kit/messages.tsx'
import { shellMessages } from './supplier/messages.ts'
import { uiMessages } from './ui/messages.ts'

export const english = {
  ui: uiMessages,
  kit: kitMessages,
  shell: shellMessages,
}

declare module 'use-intl' {
  interface AppConfig {
    Messages: typeof english
  }
}
