// The words of the desk's frame.

export const shellMessages = {
  skip: 'Skip to the page',
  main: 'Main',
  searchEverything: 'Search everything',
  searchKey: 'Search everything',
  searchGroup: 'Everywhere',
  searchNone: 'Nothing found for “{query}”',
  searchResults: '{count, plural, one {# result} other {# results}}',
  more: 'More',
  moreTitle: 'More',
  account: 'Your account',
  theme: 'Look',
  themeSystem: 'As the device',
  themeLight: 'Light',
  themeDark: 'Dark',
  signOut: 'Sign out',
  goTo: 'Go to {page}',
  goGroup: 'Go to',
  count: '{count, number} waiting',
} as const
