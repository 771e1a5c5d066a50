// Every message of the apps in English, by namespace, and their types. A page folder adds its own namespace here with
// one line; words are never written into pages.
import { kitMessages } from './kit/messages.tsx'
import { shellMessages } from './supplier/messages.ts'
import { checklistMessages } from './supplier/words/checklist.ts'
import { cin7Messages } from './supplier/words/cin7.ts'
import { customersMessages } from './supplier/words/customers.ts'
import { deskMessages } from './supplier/words/desk.ts'
import { entryMessages } from './supplier/words/entry.ts'
import { importsMessages } from './supplier/words/imports.ts'
import { inboxMessages } from './supplier/words/inbox.ts'
import { orderMessages } from './supplier/words/order.ts'
import { ordersMessages } from './supplier/words/orders.ts'
import { syncMessages } from './supplier/words/sync.ts'
import { todayMessages } from './supplier/words/today.ts'
import { productsMessages } from './supplier/words/products.ts'
import { recordMessages } from './supplier/words/record.ts'
import { settingsMessages } from './supplier/words/settings.ts'
import { uiMessages } from './ui/messages.ts'

export const english = {
  ui: uiMessages,
  kit: kitMessages,
  shell: shellMessages,
  desk: deskMessages,
  checklist: checklistMessages,
  entry: entryMessages,
  record: recordMessages,
  customers: customersMessages,
  products: productsMessages,
  imports: importsMessages,
  settings: settingsMessages,
  cin7: cin7Messages,
  today: todayMessages,
  orders: ordersMessages,
  order: orderMessages,
  inbox: inboxMessages,
  sync: syncMessages,
}

declare module 'use-intl' {
  interface AppConfig {
    Messages: typeof english
  }
}
