// What the routes of sending need of what sends later.
import type { JsonObject } from '@chappe/core'
import type { Session } from '../../session.ts'

/** Sends events later (MSC4140). */
export interface Later {
  /** Schedules an event; gives back the id of the delay. */
  schedule(
    session: Session,
    input: { roomId: string; type: string; stateKey: string | undefined; txnId: string | undefined; content: JsonObject; delayMs: number },
  ): Promise<string>
}
