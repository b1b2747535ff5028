// The details of a room, in English.

/** What the details of a room say. */
export const details = {
  'details.title': 'About this room',
  'details.people': '{count, plural, one {One person} other {# people}}',
  'details.invited': 'invited',
} as const
