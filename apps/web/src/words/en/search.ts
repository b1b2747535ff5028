// Search in everything, in English.

/** What search says. */
export const search = {
  'search.title': 'Search',
  'search.field': 'Search in all messages',
  'search.conditions': 'Add a condition',
  'search.begin': 'Words, beginnings of words, names. Accents do not matter. Encrypted messages are searched in this browser; nothing of it leaves it.',
  'search.running': 'Searching…',
  'search.found': '{count, plural, =0 {Nothing was found.} one {# message} other {# messages}}',
  'search.unclear': 'Not understood: {what}',
  'search.localOnly': 'The server could not be asked: rooms that are not encrypted are searched as far as they are in this browser.',
  'search.more': 'Show more',
  'search.reach': '{messages, plural, =0 {This browser has no message to search yet} one {# message can be searched here} other {# messages can be searched here}}. {isWhole, select, yes {} other {Earlier messages are being read: {done} of {all} encrypted rooms so far.}}',
  'search.inFile': 'In “{name}”:',
  'search.reachFiles': 'Words inside PDF, office and text files are found once you have opened, saved or sent them in this browser: no file is fetched to be searched.',
  'search.word.from': 'from:',
  'search.word.in': 'in:',
  'search.word.after': 'after:',
  'search.word.before': 'before:',
  'search.word.has': 'has:',
  'search.word.phrase': '""',
  'search.why.from': 'Written by somebody: from:alice',
  'search.why.in': 'In a room: in:"Budget 2026"',
  'search.why.after': 'From a day on: after:2026-01-31',
  'search.why.before': 'Before a day: before:2026-01-31',
  'search.why.has': 'With something in it: has:file, has:image, has:link, has:poll',
  'search.why.phrase': 'Words that follow each other: "the figures are in"',
} as const
