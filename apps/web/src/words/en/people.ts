// Finding people, in English.

/** What is said there. */
export const people = {
  'people.placeholder': 'Name, or work e-mail address',
  'people.found': 'People found',
  'people.typeMore': 'Type at least {count} letters.',
  'people.looking': 'Looking…',
  'people.nobody': 'Nobody of that name. People of other organisations are found by their whole name or address.',
  'people.more': 'There are more: type more of the name.',
  'people.drop': 'Take {name} off',
  'people.kind.external': 'external',
  'people.kind.service': 'service',
} as const
