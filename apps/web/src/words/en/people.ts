// Finding people, in English.

/** What is said there. */
export const people = {
  'people.placeholder': 'Name, job or e-mail address',
  'people.found': 'People found',
  'people.typeMore': 'Type at least {count} letters.',
  'people.looking': 'Looking…',
  'people.nobody': 'Nobody of that name or job. People of other organisations are found by their whole name or address.',
  'people.more': 'There are more: type more of the name.',
  'people.drop': 'Remove {name}',
  'people.kind.external': 'external',
  'people.kind.service': 'service',
  'people.server': 'Service messages',
  'people.serverWhat': 'Your administration and this service write to you under this name. Nobody else can.',
  'person.about': 'About {name}',
  'person.aboutSender': 'About the person',
  'person.phone': 'Office phone',
  'person.place': 'Office',
  'person.ignore': 'Hide their messages',
  'person.unignore': 'Show their messages again',
  'person.ignored': 'You do not see their messages. They are not told.',
  'reach.away': 'Out of office until {day}',
  'reach.outside': 'Outside working hours there ({time})',
  'person.common': 'Rooms in common ({count})',
  'person.commonAll': 'Show all',
} as const
