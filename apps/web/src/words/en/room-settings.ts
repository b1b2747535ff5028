// What can be changed of a room, in English.

/** What is said there. */
export const roomSettings = {
  'roomSettings.title': 'Settings of this room',
  'roomSettings.entry': 'Who comes in',
  'roomSettings.history': 'What newcomers see',
  'roomSettings.historyHelp': 'Holds for what is said from now on.',
  'roomSettings.banned': 'Removed for good',
  'roomSettings.lift': 'Let them come back',
  'roomSettings.version': 'Version',
  'roomSettings.versionOld': 'This room was made by older rules than the server has today.',
  'roomSettings.renew': 'Renew the room…',
  'roomSettings.renewWhy': 'A new room takes the place of “{name}”, with the same name, rules and roles; its people are invited. What was said stays in the old one, to be read. This cannot be taken back.',
  'roomSettings.renewYes': 'Renew it',
} as const
