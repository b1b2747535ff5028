// Record before reveal, outwards: a call that carries content of rooms or people leaves only when the ledger says what
// it carries and for whom. `Disclosed` can be made nowhere else, and the client takes no other body.
import type { RevealKind } from '@chappe/contract'
import type { Clock } from '../deps.ts'
import type { LedgerSink, Read } from '../http/reveal-tap.ts'

/** For whom something leaves: an account and a device of it, 0 where there is none; and where it goes (an origin). */
export interface Recipient {
  userNid: number
  deviceNid: number
  destination: string
}

const made = Symbol('recorded')

/** What goes on while the database does not take the rows of it: what somebody is told as it happens. */
const LIVE = new Set(['push.notify'])

/** The body of an outgoing call, recorded. */
export class Disclosed {
  readonly text: string
  constructor(proof: typeof made, text: string) {
    if (proof !== made) throw new TypeError('Only the outgoing tap makes a Disclosed')
    this.text = text
  }
}

/** The tap of outgoing calls. `operation` names the call in the ledger (`push.notify`). */
export interface OutgoingTap {
  /** Records what the JSON text shows, waits until that is durable, and gives back the body that may leave. */
  disclose(operation: string, text: string, shown: { to: Recipient; reads: readonly Read<RevealKind>[] }): Promise<Disclosed>
  /** A body that shows nothing of anybody (a count, a question by name). */
  nothing(text: string): Disclosed
}

/** Ties the tap to the ledger. */
export function createOutgoingTap(sink: LedgerSink, clock: Clock): OutgoingTap {
  return {
    async disclose(operation, text, { to, reads }) {
      const at = clock.now()
      const size = Buffer.byteLength(text)
      const rows = reads.map((read, index) => ({
        at,
        operation,
        kind: read.kind,
        account: to.userNid,
        device: to.deviceNid,
        room: read.roomNid ?? 0,
        from: read.from ?? 0,
        to: read.to ?? 0,
        count: read.count,
        // The size of the whole body stands on its first row only, so that sums are true.
        bytes: index === 0 ? size : 0,
        subject: (read.subject ?? to.destination).slice(0, 255),
        address: '',
        ...(read.steps === undefined ? {} : { steps: read.steps }),
      }))
      await sink.append(rows, LIVE.has(operation) ? 'live' : undefined)
      return new Disclosed(made, text)
    },
    nothing: (text) => new Disclosed(made, text),
  }
}
