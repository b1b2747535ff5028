// Endpoints of this area.
export { getPresence } from './get-presence.ts'
export { setPresence } from './set-presence.ts'
