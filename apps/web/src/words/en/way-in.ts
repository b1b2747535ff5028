// The way into the messenger, in English: both languages come with the page, everything else with whoever is signed in.

/** What is said on the way in; nothing of it has values. */
export const wayIn = {
  'app.name': 'Chappe',
  'app.opening': 'Opening your messages…',
  'signIn.title': 'Write to your colleagues',
  'signIn.address': 'Your work e-mail address',
  'signIn.addressHelp': 'You then sign in with your passkey.',
  'signIn.go': 'Continue',
  'signIn.failed': 'Signing in did not work.',
  'signIn.ended': 'You were signed out on this device: by yourself from another one, or by your help desk.',
  'signIn.locked': 'This account cannot be used at the moment. Please ask your help desk.',
  'signIn.stopped': 'Your account is stopped. Nobody is in it any more. Call your help desk to open it again.',
  'tabs.title': 'Chappe is open in another tab',
  'tabs.why': 'It is used in one tab at a time, so that no key and no message is lost. What you began to write there is kept.',
  'tabs.here': 'Use it here',
} as const
