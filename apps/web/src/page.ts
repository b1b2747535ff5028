// What there is once for a page: its version, and its place among the pages of the messenger.
import { askForTab } from './tabs.ts'
import { followVersion } from './version.ts'

/** The version that runs in this page. */
export const version = followVersion()

/** This page among those of the messenger. */
export const tab = askForTab({ locks: navigator.locks, channel: new BroadcastChannel('chappe-messenger'), restart: () => location.reload() })
