// The words of the desk's first page.

export const todayMessages = {
  title: 'Today',
  setUp: 'Set up',
  setUpNote: 'Five steps, in any pauses you like. What is done stays done.',
  toReview: 'To review',
  waiting: 'Waiting for Cin7',
  parked: 'Needs you',
  inErp: 'In Cin7',
  shippedToday: 'Shipped today',
  placedToday: 'Placed today',
  figures: 'Counts of today',
  inInbox: 'In the inbox',
  needsYouMore: '{count, plural, one {See it in the inbox} other {See all # in the inbox}}',
  newest: 'Newest orders',
  newestNone: 'No orders yet',
  newestNoneNote: 'Key the first one; its sales order is made in Cin7 when it is approved.',
  allOrders: 'All orders',
  newOrder: 'New order',
  newKey: 'New order',
} as const
