// Announcements of the security desk, in English.

/** What announcements say around their own words. */
export const announcements = {
  'announcements.title': 'Announcements',
  'announcements.from.info': 'From the security team',
  'announcements.from.warning': 'Warning from the security team',
  'announcements.from.critical': 'Urgent, from the security team',
  'announcements.asked': 'You are asked to say that you have read it.',
  'announcements.until': 'You are asked to say until {day} that you have read it.',
  'announcements.acknowledge': 'I have read it',
  'announcements.close': 'Close this announcement',
  'announcements.failed': 'The server could not be told. Try again.',
} as const
