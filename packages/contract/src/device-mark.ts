// The mark of a device: what its owner reads on it, and types where it is let in.
// docs/decisions/0117-let-a-device-in-by-what-it-shows.md

const MARK_CHARS = 4

/** The mark of a device: the end of its id, which every Matrix app shows of itself. */
export function deviceMarkOf(deviceId: string): string {
  return deviceId.slice(-MARK_CHARS).toUpperCase()
}

/** Whether what somebody typed is the mark of a device. Gaps do not matter, nor whether letters are large. */
export function isDeviceMark(typed: string, deviceId: string): boolean {
  const gone = /\s/g
  return typed.replaceAll(gone, '').toUpperCase() === deviceMarkOf(deviceId).replaceAll(gone, '')
}
