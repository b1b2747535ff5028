// The mark of a device: what its owner reads on it, and types on one that is in, where it has no code.
// docs/decisions/0117-let-a-device-in-by-what-it-shows.md
export { deviceMarkOf } from '@chappe/contract'

/** What was typed is not what the device shows. */
export class NotItsMark extends Error {}
