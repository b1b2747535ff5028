// The list of rooms, in English.

/** What the list of rooms says. */
export const rooms = {
  'rooms.title': 'Conversations',
  'rooms.none': 'No conversation yet.',
  'rooms.noneLeft': 'Nothing here under this filter.',
  'rooms.filter': 'Show',
  'rooms.filter.all': 'All',
  'rooms.filter.unread': 'Unread',
  'rooms.filter.mentions': 'Mentions',
  'rooms.filter.invitations': 'Invitations',
  'rooms.section.invitations': 'Invitations',
  'rooms.section.favourites': 'Favourites',
  'rooms.section.people': 'People',
  'rooms.section.rooms': 'Rooms',
  'rooms.section.low': 'Low priority',
  'rooms.unread': '{count, plural, one {# unread message} other {# unread messages}}',
  'rooms.mentions': '{count, plural, one {# mention} other {# mentions}}',
  'rooms.invitedBy': '{name} invites you',
  'rooms.preview': '{name}: {text}',
} as const
