// The words of the desk's layout: the rail, what a search finds, and what a person may not do.

export const deskMessages = {
  today: 'Today',
  orders: 'Orders',
  customers: 'Customers',
  products: 'Products',
  inbox: 'Inbox',
  settings: 'Settings',
  cin7: 'Cin7',
  lightWaiting: 'Checking',
  lightWaitingDetail: 'Asking Purvey how the connection is.',
  lightOffline: 'No answer',
  lightOfflineDetail: 'This page cannot reach Purvey. What is shown may be old.',
  mayNotStaff: 'Your role is staff. Ask the owner or a manager.',
  mayNot: 'Your role may not do this. Ask the owner.',
  notFoundTitle: 'There is no page here',
  notFound: 'The address may be mistyped, or what it showed may be gone.',
  goToday: 'Go to Today',
} as const
