// The last look at an answer before it is handed to the operating system: whether it is its turn on the connection,
// whether this process may serve, and whether the session it is for still counts.
import { MatrixError } from '@chappe/contract'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Session, SessionLife } from '../session.ts'
import { endChange } from '../session.ts'
import { onGone } from './gone.ts'

/** The lease of this process; see `ServingLease`. */
export interface Lease {
  holds(): boolean
  regained(limitMs: number): Promise<boolean>
}

/** Thrown in the middle of an answer, or where nobody reads it any more: the connection is reset. */
export class NotServing extends Error {}

/** An answer that has not begun waits for so long for the lease to be renewed. */
const REGAIN_MS_MAX = 15_000

/** What a gate is made of. */
export interface GateOptions {
  lease: Lease
  request: IncomingMessage
  response: ServerResponse
  /** It is the same for everybody and says nothing of anybody: it is answered whatever the lease. */
  isFree: boolean
  /** It shows something: whoever has signed out meanwhile is not shown it. What only acts tells that it has acted. */
  isReading: boolean
  /** Looks the session up anew; throws what a token that is not good any more is answered with. */
  look(): Promise<Session | undefined> | Session | undefined
  /** Told after something was handed over for somebody. */
  served: ((userId: string) => void) | undefined
}

/** The gate of one answer; whoever made it ends it when the answer has left. */
export class Gate {
  session: Session | undefined
  /** See `GateOptions`; it may turn out late. */
  isReading: boolean
  private readonly options: GateOptions
  private changing: SessionLife | undefined

  constructor(options: GateOptions) {
    this.options = options
    this.isReading = options.isReading
  }

  /** A call begins for a session: what it changes is waited for where that is being stopped. */
  begin(session: Session | undefined): void {
    this.end()
    this.session = session
    if (this.isReading || session?.life === undefined) return
    this.changing = session.life
    this.changing.changing += 1
  }

  end(): void {
    if (this.changing !== undefined) endChange(this.changing)
    this.changing = undefined
  }

  /** Whether a piece may be handed over at this very instant. */
  isOpen(): boolean {
    const { isFree, lease, response } = this.options
    return response.socket !== null && (isFree || (lease.holds() && !this.isOver()))
  }

  /**
   * Waits until the gate is open. Throws the refusal where the session counts no more, `CHAPPE_UNAVAILABLE` where this
   * process may not serve for long, and `NotServing`.
   */
  async opened(): Promise<void> {
    const { lease, request, response, look } = this.options
    while (!this.isOpen()) {
      if (response.destroyed) throw new NotServing()
      if (response.socket === null) await itsTurn(request.socket, response)
      else if (!lease.holds()) await regained(lease)
      else this.session = await look()
    }
  }

  /** This process may not serve at this instant. */
  isLapsed(): boolean {
    return !this.options.isFree && !this.options.lease.holds()
  }

  /** Something was handed over. */
  wrote(): void {
    const { served } = this.options
    if (served !== undefined && this.session !== undefined) served(this.session.userId)
  }

  /** Unless its session turns out to count after all, nothing is said to it but that. */
  isStopped(): boolean {
    const life = this.session?.life
    return life?.isOver === true && life.isHeardOut !== true
  }

  private isOver(): boolean {
    const life = this.session?.life
    return life?.isOver === true && (this.isReading || life.isHeardOut !== true)
  }
}

async function regained(lease: Lease): Promise<void> {
  if (!(await lease.regained(REGAIN_MS_MAX))) throw notServing()
}

/** Says nothing of anybody, so it may be told whatever the lease. */
export function notServing(): MatrixError {
  return new MatrixError('CHAPPE_UNAVAILABLE', {
    message: 'The database is not available at the moment; try again',
    fields: { retry_after_ms: 1000 },
  })
}

/** Requests that came one behind the other on a connection are answered in that order, and none ahead of its turn. */
async function itsTurn(socket: Socket, response: ServerResponse): Promise<void> {
  const isGone = await new Promise<boolean>((resolve) => {
    const callOff = onGone(socket, () => resolve(true))
    response.once('socket', () => {
      callOff()
      resolve(false)
    })
  })
  if (isGone) throw new NotServing()
}

/** Ends a connection at once: what the kernel has not sent yet is not sent. */
export function resetConnection(socket: Socket | null): void {
  if (socket === null || socket.destroyed) return
  // A Unix socket knows no reset.
  if (socket.remoteAddress === undefined) socket.destroy()
  else socket.resetAndDestroy()
}
