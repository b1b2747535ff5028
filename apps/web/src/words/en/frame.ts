// The frame of the messenger, the way in, and what goes wrong, in English.

/** What the frame says. */
export const frame = {
  'app.name': 'Chappe',
  'app.opening': 'Opening your messages…',
  'app.loading': 'Loading…',
  'app.skip': 'Go to the conversation',
  'app.places': 'Places',
  'app.signOut': 'Sign out',
  'app.language': 'Language',
  'app.noSuchPage': 'There is no such page',
  'app.pickRoom': 'Choose a conversation, or begin one.',
  'app.back': 'Back to the list',
  'app.again': 'Try again',
  'signIn.title': 'Write to your colleagues',
  'signIn.address': 'Your work e-mail address',
  'signIn.addressHelp': 'You then sign in with your passkey.',
  'signIn.go': 'Continue',
  'signIn.failed': 'Signing in did not work.',
  'signIn.locked': 'This account cannot be used at the moment. Please ask your help desk.',
} as const
