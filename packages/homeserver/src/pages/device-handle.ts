// How pages name a device in their addresses: its id ends in what only the device itself is to show.
// docs/decisions/0117-let-a-device-in-by-what-it-shows.md
import { createHash } from 'node:crypto'

const HANDLE_CHARS = 16

/** The name of a device in addresses. */
export function deviceHandleOf(deviceId: string): string {
  return createHash('sha256').update(`device ${deviceId}`).digest('base64url').slice(0, HANDLE_CHARS)
}
