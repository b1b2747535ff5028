// What the routes of sending need of what sends later.
import type { JsonObject } from '@chappe/core'
import type { Session } from '../../session.ts'

/** Sends events later (MSC4140). */
export interface Later {
  /** Schedules an event; gives back the id of the delay. */
  schedule(
    session: Session,
    input: {
      roomId: string
      type: string
      stateKey: string | undefined
      txnId: string | undefined
      content: JsonObject
      /** `mxc://` URIs of files that the event carries and does not name itself. */
      attach: readonly string[] | undefined
      delayMs: number
    },
  ): Promise<string>
}
