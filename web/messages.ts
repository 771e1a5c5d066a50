// Every message of the apps in English, by namespace, and their types. A page folder adds its own namespace here with
// one line; words are never written into pages.
import { kitMessages } from './kit/messages.tsx'
import { shellMessages } from './supplier/messages.ts'
import { checklistMessages } from './supplier/words/checklist.ts'
import { deskMessages } from './supplier/words/desk.ts'
import { entryMessages } from './supplier/words/entry.ts'
import { uiMessages } from './ui/messages.ts'

export const english = {
  ui: uiMessages,
  kit: kitMessages,
  shell: shellMessages,
  desk: deskMessages,
  checklist: checklistMessages,
  entry: entryMessages,
}

declare module 'use-intl' {
  interface AppConfig {
    Messages: typeof english
  }
}
