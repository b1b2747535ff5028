// What can be changed of a room, in English.

/** What is said there. */
export const roomSettings = {
  'roomSettings.title': 'Settings of this room',
  'roomSettings.entry': 'Who comes in',
  'roomSettings.audienceHelp': 'Who is in the room already stays.',
  'roomSettings.audienceSave': 'Change for whom it is',
  'roomSettings.history': 'What newcomers see',
  'roomSettings.historyHelp': 'Holds for what is said from now on.',
  'roomSettings.kept': 'How long what is said is kept',
  'roomSettings.keptUnsaid': 'As long as the service keeps it',
  'roomSettings.keptChange': 'Change how long it is kept',
  'roomSettings.keptWhy': 'Messages and files older than {count, plural, one {one day} other {# days}} are deleted for everybody, those that are there now too. This cannot be taken back.',
  'roomSettings.keptUnsaidWhy': 'From now on the rule of the service holds. What was deleted does not come back.',
  'roomSettings.keptYes': 'Change it',
  'roomSettings.banned': 'Removed for good',
  'roomSettings.lift': 'Let them come back',
  'roomSettings.version': 'Version',
  'roomSettings.versionOld': 'This room was made by older rules than the server has today.',
  'roomSettings.renew': 'Renew the room…',
  'roomSettings.renewWhy': 'A new room takes the place of “{name}”, with the same name, rules and roles; its people are invited. What was said stays in the old one, to be read. This cannot be taken back.',
  'roomSettings.renewYes': 'Renew it',
} as const
