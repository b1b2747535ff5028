// Step-up: an operation asks for a fresh touch of a passkey, and the same request succeeds once there was one.
import { MatrixError } from '@chappe/contract'
import type { Db } from '../../db/pool.ts'
import type { Clock, Random } from '../../deps.ts'
import { waitsToBeApproved } from '../../on-probation.ts'
import type { Session } from '../../session.ts'
import type { StepUp, TouchWanted } from '../../step-up.ts'
import { STEP_UP_MS } from '../../step-up.ts'
import type { Ticket } from './step-up-store.ts'
import { findTicket, findTouch, setTouch, upsertTicket } from './step-up-store.ts'

export type { Ticket } from './step-up-store.ts'

/** What the feature is given. */
export interface StepUpDeps {
  db: Db
  clock: Clock
  random: Random
  passkeys: {
    touchOptions(who: Who, target: string): Promise<object>
    touch(who: Who, target: string, answer: string): Promise<{ isBound: boolean }>
  }
  settings: { publicUrl: string; policy: { stepUp: boolean } }
}

/** Somebody by user id and number. */
interface Who {
  userId: string
  userNid: number
}

/** Whose device asks. */
export type Asking = Pick<Session, 'userId' | 'userNid' | 'deviceNid' | 'appservice'>

/** What somebody has to do first. */
export interface StepUpChallenge {
  ticket: string
  /** The page on which it is done. */
  url: string
  act: string
  expiresInMs: number
}

/** The operations of this feature. */
export interface StepUps extends StepUp {
  /** The challenge of a device for an act; nothing where it needs none, or has been answered in the last five minutes. */
  challengeFor(session: Asking, act: string, wanted?: TouchWanted): Promise<StepUpChallenge | undefined>
  /** What the device's own browser is asked for. */
  begin(session: Asking): Promise<object>
  /** Takes the answer; throws `M_FORBIDDEN`. */
  finish(session: Asking, answer: string): Promise<void>
  /** The device that waits behind a ticket; nothing once it is over. */
  findTicket(ticket: string): Promise<Ticket | undefined>
  beginFor(ticket: Ticket): Promise<object>
  finishFor(ticket: Ticket, answer: string): Promise<void>
}

const TICKET_MS = 15 * 60_000
/** A ticket that is good for less is replaced. */
const TICKET_LEFT_MS = 5 * 60_000
const ACT = /^[a-z0-9_]{1,64}$/

/** Ties the operations to what they need. */
export function createStepUps(deps: StepUpDeps): StepUps {
  const { db, clock, passkeys, settings } = deps

  async function challengeFor(session: Asking, act: string, { isBound = false }: TouchWanted = {}): Promise<StepUpChallenge | undefined> {
    // An application service proves itself by its token, and has no fingers.
    if (!settings.policy.stepUp || session.appservice !== undefined) return undefined
    if (!ACT.test(act)) throw new TypeError(`${act} is no name of an act`)
    const now = clock.now()
    const touch = await findTouch(db, session.deviceNid)
    if (touch !== undefined && now - touch.touchedAtMs < STEP_UP_MS && (touch.isBound || !isBound)) return undefined
    const wish = { ticket: deps.random.text(32), deviceNid: session.deviceNid, act, expiresAtMs: now + TICKET_MS }
    const ticket = await upsertTicket(db, wish, now + TICKET_LEFT_MS)
    const url = new URL('/step-up', settings.publicUrl)
    url.searchParams.set('ticket', ticket)
    return { ticket, url: url.href, act, expiresInMs: TICKET_LEFT_MS }
  }

  async function finish(who: Who, deviceNid: number, answer: string): Promise<void> {
    const { isBound } = await passkeys.touch(who, targetOf(deviceNid), answer)
    await setTouch(db, deviceNid, { touchedAtMs: clock.now(), isBound })
  }

  return {
    challengeFor,
    async require(session, act, wanted = {}) {
      // Whoever was tricked into adding a device is not to be tricked into a touch for it.
      if (settings.policy.stepUp && session.onProbationSinceMs !== undefined) throw waitsToBeApproved(session)
      const challenge = await challengeFor(session, act, wanted)
      if (challenge === undefined) return
      const { url, expiresInMs } = challenge
      throw new MatrixError('M_FORBIDDEN', {
        message: `Touch ${wanted.isBound === true ? 'a passkey that stays in its device, such as a security key,' : 'a passkey'} first: open ${url}`,
        fields: { 'org.chappe.step_up': { url, act, expires_in_ms: expiresInMs, ...(wanted.isBound === true ? { needs_bound: true } : {}) } },
      })
    },
    begin: (session) => passkeys.touchOptions(session, targetOf(session.deviceNid)),
    finish: (session, answer) => finish(session, session.deviceNid, answer),
    async findTicket(text) {
      const found = await findTicket(db, text)
      return found === undefined || found.expiresAtMs <= clock.now() ? undefined : found
    },
    beginFor: (ticket) => passkeys.touchOptions(ticket, targetOf(ticket.deviceNid)),
    finishFor: (ticket, answer) => finish(ticket, ticket.deviceNid, answer),
  }
}

/** A touch for one device is none for another. */
function targetOf(deviceNid: number): string {
  return `device ${deviceNid}`
}
