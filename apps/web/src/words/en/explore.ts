// Exploring rooms, in English.

/** What is said there. */
export const explore = {
  'explore.title': 'Explore rooms',
  'explore.search': 'Search',
  'explore.help': 'A word of the name or topic, or the address of a room.',
  'explore.nothing': 'No open room matches.',
  'explore.emptySpace': 'No room of this space can be seen.',
  'explore.more': 'Show more',
  'explore.space': 'Space',
  'explore.members': '{count, plural, one {One member} other {# members}}',
  'explore.reason': 'Why you would like to come in (optional)',
  'explore.ask': 'Ask to come in',
  'explore.open': 'Open',
  'explore.join': 'Come in',
  'explore.byLink': 'You have opened a link into a room. Coming in shows its members that you are there.',
  'explore.addRoom': 'Add one of your rooms to this space',
  'explore.add': 'Add',
} as const
