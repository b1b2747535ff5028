// The quick switcher, in English.

/** What is said there. */
export const switcher = {
  'switcher.title': 'Find (Ctrl K)',
  'switcher.label': 'Find a conversation, a person, a message or a command',
  'switcher.placeholder': 'Conversation, person, message, or > for commands',
  'switcher.items': 'Found',
  'switcher.nothing': 'Nothing found.',
  'switcher.help': 'Arrows to move, Enter to open, Esc to close',
  'switcher.messages': 'Search messages for “{term}”',
  'switcher.unread': 'Show what is unread',
  'switcher.all': 'Show all conversations',
  'switcher.comfortable': 'Comfortable list',
  'switcher.compact': 'Compact list',
  'switcher.icons': 'List of pictures',
} as const
