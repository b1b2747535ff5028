// Saying of oneself when one is to be reached, in English.

/** What is said there. */
export const own = {
  'own.open': 'Status and availability…',
  'own.title': 'Status and availability',
  'own.who': 'Colleagues of your organisation and people in your rooms see this.',
  'own.status': 'Status',
  'own.statusHelp': 'For example: in Lyon today. Leave it empty to show nothing.',
  'own.until': 'Until',
  'own.until.never': 'I change it',
  'own.until.hour': 'In an hour',
  'own.until.today': 'The end of today',
  'own.until.week': 'The end of this week',
  'own.until.day': 'A day…',
  'own.firstDay': 'First day',
  'own.lastDay': 'Last day',
  'own.away': 'Out of office',
  'own.awayText': 'What others read',
  'own.awayTextHelp': 'For example whom to ask meanwhile.',
  'own.hours': 'Show my working hours',
  'own.hold': 'Hold alerts outside my working hours and when I am out of office',
  'own.holdHelp': 'On all your devices. What comes meanwhile is waiting for you, unread.',
  'own.save': 'Save',
  'own.fault.endDay': 'The last day of the status is missing or has passed.',
  'own.fault.awayDays': 'Out of office needs a first day and a last day that is not before it and has not passed.',
  'own.fault.awayLong': 'Out of office is for 400 days at most.',
  'own.fault.noDays': 'Working hours need a day of the week.',
} as const
