// Telling whoever runs the server: about a message, a person, a room, a sign-in, or what has happened to oneself.
import { reportEvent, reportIncident, reportRoom, reportTakeover, reportUser } from '@chappe/contract'
import type { SignedIn } from '@chappe/ui/sign-in'

/** How somebody was tricked. */
export type TrickedChoice = 'gave_code' | 'opened' | 'sent_in_my_name'

/** What has happened to oneself. */
export interface Incident {
  choice: TrickedChoice
  reason: string
  endOtherSessions: boolean
}

/** What is known once the desk has it. */
export interface Received {
  /** What the desk calls it. */
  number: number
  /** Null: none, since this device has to be approved first. */
  sessionsEnded: number | null
}

/** What can be reported. Each rejects with what the server says. */
export interface Reports {
  message(roomId: string, eventId: string, reason: string): Promise<void>
  room(roomId: string, reason: string): Promise<void>
  person(userId: string, reason: string): Promise<void>
  signIn(deviceId: string, reason: string): Promise<Received>
  tricked(incident: Incident): Promise<Received>
  /** "It wasn't me": stops the account everywhere, this session too. */
  stopMyAccount(): Promise<void>
}

/** Ties them to the session. */
export function createReports(signedIn: SignedIn): Reports {
  const say = async (endpoint: { method: string; path: string }, params: readonly string[], body: object): Promise<unknown> => {
    const path = params.reduce((text, value) => text.replace(/\{\w+\}/, encodeURIComponent(value)), endpoint.path)
    return signedIn.call({ method: endpoint.method, path, body })
  }
  const received = (answer: unknown): Received => {
    const { report_id: number, sessions_ended: sessionsEnded } = answer as { report_id: number; sessions_ended: number | null }
    return { number, sessionsEnded }
  }
  return {
    message: async (roomId, eventId, reason) => void (await say(reportEvent, [roomId, eventId], { reason })),
    room: async (roomId, reason) => void (await say(reportRoom, [roomId], { reason })),
    person: async (userId, reason) => void (await say(reportUser, [userId], { reason })),
    signIn: async (deviceId, reason) => received(await say(reportIncident, [], { kind: 'sign_in', device_id: deviceId, reason })),
    tricked: async ({ choice, reason, endOtherSessions }) =>
      received(await say(reportIncident, [], { kind: 'tricked', choice, reason, end_other_sessions: endOtherSessions })),
    stopMyAccount: async () => void (await say(reportTakeover, [], {})),
  }
}
