// The inbox, in English.

/** What is said there. */
export const inbox = {
  'inbox.title': 'Inbox',
  'inbox.kinds': 'Show',
  'inbox.kind.all': 'All',
  'inbox.kind.confirm': 'To confirm',
  'inbox.kind.mention': 'Mentions',
  'inbox.kind.thread': 'Threads',
  'inbox.kind.invitation': 'Invitations',
  'inbox.kind.request': 'Requests',
  'inbox.nothing': 'Nothing is waiting for you.',
  'inbox.done': 'Done',
  'inbox.letIn': 'Let in',
  'inbox.thread': '{count, plural, one {One new answer} other {# new answers}} to: {text}',
  'inbox.request': '{name} asks to come in',
  'inbox.requestWhy': '{name} asks to come in: {reason}',
} as const
