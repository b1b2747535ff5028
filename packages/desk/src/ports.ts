// The homeserver as the desk sees it.
import type { HomeserverPorts } from '@chappe/homeserver/ports'

/** What the desk may do to the homeserver. */
export type DeskPorts = HomeserverPorts
