// The end of accounts: reminders before it, in every client and by mail, and then the end.
import type { Letter } from '@chappe/policy'
import type { Tx } from '../../db/pool.ts'
import type { Logger } from '../../deps.ts'
import type { EnrolmentDeps, KnownAccount } from './enrolment-deps.ts'
import { endingMail, endingNotice } from './enrolment-mails.ts'
import { inviteGuests } from './guests.ts'
import { dayOf, isRenewable, sendLink } from './renewal.ts'

/** An account whose end comes near. */
export interface Ending {
  userId: string
  userNid: number
  accountType: KnownAccount['accountType']
  validUntilMs: number
  address: string | null
}

/** What the work needs. */
export interface ValidityDeps {
  enrolment: EnrolmentDeps
  accounts: {
    expireDue(limit: number): Promise<string[]>
    listEnding(due: { days: number; withinMs: number; limit: number }): Promise<Ending[]>
    noteReminder(reminder: { userNid: number; validUntilMs: number; days: number }, along: (tx: Tx) => Promise<void>): Promise<boolean>
  }
  /** Tells somebody something in the way every client shows. */
  notify(userId: string, letter: Letter): Promise<void>
  /** What else is over with time. */
  sweep(): Promise<void>
  logger: Logger
}

/** The work. */
export interface Validity {
  /** Does at once what is due. */
  run(): Promise<void>
  close(): Promise<void>
}

const DAY_MS = 86_400_000
/** The last one is due first: who comes back after a month hears of it once, not three times. */
const REMINDERS = [1, 7, 30] as const
const BATCH = 100
const EVERY_MS = 60_000

/** Starts the work. */
export function startValidity(deps: ValidityDeps): Validity {
  let running: Promise<void> | undefined
  const run = async (): Promise<void> => {
    running ??= work(deps).finally(() => {
      running = undefined
    })
    return running
  }
  const timer = setInterval(() => {
    run().catch((error: unknown) => deps.logger.warn({ err: error }, 'what is over could not be ended, and is tried again'))
  }, EVERY_MS)
  timer.unref()
  return {
    run,
    async close() {
      clearInterval(timer)
      await running?.catch(() => undefined)
    },
  }
}

async function work(deps: ValidityDeps): Promise<void> {
  const { accounts, logger } = deps
  for (let expired = BATCH; expired === BATCH; ) {
    expired = (await accounts.expireDue(BATCH)).length
    if (expired > 0) logger.info({ count: expired }, 'accounts have expired')
  }
  for (const days of REMINDERS) {
    // A batch a minute is 140,000 a day: mails go out over a while rather than all at once.
    for (const account of await accounts.listEnding({ days, withinMs: days * DAY_MS, limit: BATCH })) await remind(deps, account, days)
  }
  await inviteGuests(deps.enrolment, null)
  await deps.sweep()
}

async function remind(deps: ValidityDeps, account: Ending, days: number): Promise<void> {
  const { enrolment, accounts, notify, logger } = deps
  const { userNid, userId, validUntilMs, address } = account
  const known: KnownAccount = { ...account, state: 'active', organisationNid: null }
  const canRenew = isRenewable(known) && enrolment.settings.validityMonths > 0
  const date = dayOf(validUntilMs)
  const isOurs = await accounts.noteReminder({ userNid, validUntilMs, days }, async (tx) => {
    if (address === null || !enrolment.mail.isOn) return
    // The link is good until the account ends.
    if (canRenew) await sendLink(enrolment, { address, account: known, lifetimeMs: validUntilMs - enrolment.ground.clock.now() })
    else await enrolment.mail.send(endingMail(address, { date, url: undefined }, enrolment.settings), tx)
  })
  if (!isOurs) return
  await notify(userId, endingNotice({ date }, canRenew)).catch((error: unknown) => {
    logger.warn({ err: error, userId }, 'somebody could not be told in their client that their account ends')
  })
}
