// The words of the set-up checklist on Today.

export const checklistMessages = {
  label: 'Set-up',
  minutes: '{count, plural, one {about # minute} other {about # minutes}}',
  first: 'First: {step}.',
  next: 'Next: {step}',
  business: {
    title: 'Your business',
    words: 'Check the order prefix, the tax on your orders, and what freight is called.',
    go: 'Check the settings',
    again: 'Open the settings',
  },
  connect: {
    title: 'Connect Cin7',
    words: 'Make an API connection in Cin7 and paste its username and key. Purvey then shows what it may do.',
    go: 'Connect Cin7',
    again: 'Open the connection',
  },
  customers: {
    title: 'Import customers',
    words: 'Purvey reads your contacts from Cin7. You see all of them before anything is made.',
    go: 'Import customers',
    again: 'Import again',
  },
  products: {
    title: 'Import products',
    words: 'One product for each option in Cin7, with its price, unit and pictures.',
    go: 'Import products',
    again: 'Import again',
  },
  'first-order': {
    title: 'First order',
    words: 'Key an order for a customer, approve it, and see it arrive in Cin7.',
    go: 'New order',
    again: 'New order',
  },
} as const
