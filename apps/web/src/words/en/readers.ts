// Who reads what is written, in English.

/** What is said about who reads. */
export const readers = {
  'readers.count': '{count, plural, one {Only you read this} other {# people read this}}',
  'readers.anyone': 'Anyone at {server} can read this',
  'readers.anyoneCount': 'Anyone at {server} can read this: {count, plural, one {# person} other {# people}}',
  'readers.anyoneOf': 'Anyone of {organisations} can read this',
  'readers.anyoneOfCount': 'Anyone of {organisations} can read this: {count, plural, one {# person} other {# people}}',
  'readers.inside': '{count, plural, one {one is in it} other {# are in it}}',
  'readers.organisationsMore': '{named} and {count, plural, one {another organisation} other {# other organisations}}',
  'readers.externals': '{count, plural, one {one external} other {# externals}}',
  'readers.elsewhere': '{count, plural, one {one person of another server} other {# people of other servers}}',
  'readers.encrypted': 'encrypted',
  'readers.notEncrypted': 'not encrypted',
  'readers.kept': '{count, plural, one {kept for one day} other {kept for # days}}',
  'readers.open': 'Open room, not encrypted: any agent can come in and read what is written here.',
  'readers.openOf': 'Open room, not encrypted: any agent of {organisations} can come in and read what is written here.',
  'readers.confirmMessage': 'Any agent will be able to read this',
  'readers.confirmFile': 'Any agent will be able to open this file',
  'readers.confirmMessageOf': 'Any agent of {count, plural, one {its organisation} other {its # organisations}} will be able to read this',
  'readers.confirmFileOf': 'Any agent of {count, plural, one {its organisation} other {its # organisations}} will be able to open this file',
  'readers.confirmWhyOf': '“{name}” is an open room and is not encrypted. Every agent of the organisations it is for can come in, now or later, and read what is in it.',
  'readers.confirmWhy': '“{name}” is an open room and is not encrypted. Every agent of the state can come in, now or later, and read what is in it.',
  'readers.confirmAgain': 'You will be asked again for this room in 30 days.',
  'readers.confirmEachFile': 'You are asked for each file.',
  'readers.confirmYes': 'Send all the same',
  'readers.confirmNo': 'Do not send',
} as const
