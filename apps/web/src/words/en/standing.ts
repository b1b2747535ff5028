// The server, this browser and this version, in English.

/** What is said about the server, this browser and this version. */
export const standing = {
  'standing.unreachable': 'The server cannot be reached. You can read on; what you write is kept here and sent when it is back.',
  'standing.failing': 'The server has a fault. What you write is kept here and sent when it works again.',
  'standing.busy': 'The server is very busy. What you write goes out a little later.',
  'standing.slow': 'The server answers slowly.',
  'standing.clock': 'The clock of this device is {minutes, plural, one {# minute} other {# minutes}} {side, select, ahead {ahead} other {behind}}: times are shown wrongly and signing in may fail.',
  'standing.storageFull': 'This browser has no room left. You can go on reading and writing, but what you write is lost if this page is closed before it is sent.',
  'standing.storageLost': 'What this browser kept for Chappe has been cleared. Let your messages go out, then reload and sign in again.',
  'standing.newVersion': 'A new version of Chappe is available.',
  'standing.reload': 'Reload',
} as const
