// Backed-up sessions as JSON text, spliced from what is stored.
import type { BackupSession } from './key-backup-store.ts'

/** `KeyBackupData` of one session. */
export function sessionText(session: BackupSession): string {
  const { firstMessageIndex, forwardedCount, isVerified, sessionData } = session
  return `{"first_message_index":${firstMessageIndex},"forwarded_count":${forwardedCount},"is_verified":${isVerified},"session_data":${sessionData}}`
}

/** `{"sessions": {...}}` of sessions that are all of one room. */
export function roomText(sessions: readonly BackupSession[]): string {
  return `{"sessions":{${sessions.map((each) => `${JSON.stringify(each.sessionId)}:${sessionText(each)}`).join(',')}}}`
}

/** `{"rooms": {...}}` of any sessions. */
export function roomsText(sessions: readonly BackupSession[]): string {
  const rooms = new Map<string, BackupSession[]>()
  for (const session of sessions) {
    const room = rooms.get(session.roomId)
    if (room === undefined) rooms.set(session.roomId, [session])
    else room.push(session)
  }
  const members = [...rooms].map(([roomId, each]) => `${JSON.stringify(roomId)}:${roomText(each)}`)
  return `{"rooms":{${members.join(',')}}}`
}
