// The words of the inbox: everything stuck, with its fix.

export const inboxMessages = {
  title: 'Inbox',
  meta: '{count, plural, =0 {Nothing needs you} one {One thing needs you} other {# things need you}}',
  allWell: 'All is well',
  allWellNote:
    'Nothing is stuck. When something is, it comes here with its fix, and leaves when the cause is gone.',
  seeOrders: 'See the orders',
  cause: '{title} ({count, number})',
  entries: '{title}: entries',
  retryAll: 'Retry all {count, number}',
  retriedAll:
    '{count, plural, =0 {Nothing was left to try again} one {Trying one again} other {Trying # again}}',
  retried: '{label} is tried again',
  newestShown: 'The newest {shown, number} of {count, number}. The others come as these are fixed.',
  opened: 'since {at}',
  seenTimes: '{count, plural, one {seen once} other {seen # times}}',
  detail: 'Technical detail',
  field: 'Field',
  said: 'Cin7 said',
  lastSeen: 'Last seen',
  nothingMore: 'Nothing more was recorded.',
  reopened: '{label} is back in review',
  handledTitle: 'Mark {label} as handled',
  handledNote: 'It leaves the inbox. The reason stays with it.',
  handledReason: 'How it was handled',
  handledHint: 'Such as: typed into Cin7 by hand.',
  handledDo: 'Mark as handled',
  handledDone: 'Marked as handled',
  keepIt: 'Cancel',
} as const
