// Empties the queue of mails: a few at a time, again after a pause where the mail server could not take one.
import type { Db } from '../../db/pool.ts'
import type { Clock, Logger } from '../../deps.ts'
import type { QueuedMail } from './mail-store.ts'
import { claimMails, deleteMail, postponeMail } from './mail-store.ts'
import type { Transport } from './transport.ts'
import { CONNECTIONS_MAX } from './transport.ts'

/** What it needs. */
export interface DeliveryDeps {
  db: Db
  clock: Clock
  logger: Logger
  transport: Transport
}

/** The work behind the queue. */
export interface Delivery {
  /** Something was put in. */
  wake(): void
  close(): Promise<void>
}

/** So many are taken at a time. More, and those of a process that was killed would wait for the end of its lease. */
const TAKEN_AT_ONCE = 4 * CONNECTIONS_MAX
/** Looked at anyway: a mail that was put in by another process, or in a transaction that committed a moment later. */
const LOOK_EVERY_MS = 2_000
/** Longer than an attempt takes. */
const LEASE_MS = 120_000
const FIRST_PAUSE_MS = 15_000
const LONGEST_PAUSE_MS = 30 * 60_000

/** Starts the work. */
export function startDelivery(deps: DeliveryDeps): Delivery {
  const { db, clock, logger, transport } = deps
  let closed = false
  let woken = false
  let running: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined

  async function drain(): Promise<void> {
    for (;;) {
      woken = false
      const now = clock.now()
      const mails = closed ? [] : await claimMails(db, { now, leaseEndsAtMs: now + LEASE_MS, limit: TAKEN_AT_ONCE })
      // The transport has so many on their way as it may.
      await Promise.all(mails.map(async (mail) => attempt(deps, mail)))
      if (mails.length === 0 && !woken) return
    }
  }

  function look(): void {
    if (closed) return
    clearTimeout(timer)
    timer = setTimeout(look, LOOK_EVERY_MS)
    timer.unref()
    running ??= drain()
      .catch((error: unknown) => logger.warn({ err: error }, 'the queue of mails could not be read'))
      .finally(() => {
        running = undefined
      })
  }

  look()
  return {
    wake() {
      woken = true
      look()
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await running
      transport.close()
    },
  }
}

/** One attempt. The log names the mail by its number: whom it is to and what it says is nobody's business there. */
async function attempt({ db, clock, logger, transport }: DeliveryDeps, mail: QueuedMail): Promise<void> {
  const { mailNid, purpose, attempts } = mail
  const isOver = clock.now() >= mail.endsAtMs
  const outcome = isOver ? ({ kind: 'never', reason: 'too late' } as const) : await transport.deliver(mail)
  if (outcome.kind === 'later') {
    const nextAtMs = clock.now() + Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS)
    logger.warn({ mailNid, purpose, attempts, reason: outcome.reason }, 'a mail could not be sent, and is tried again')
    await postponeMail(db, mailNid, nextAtMs)
    return
  }
  if (outcome.kind === 'never') logger.error({ mailNid, purpose, attempts, reason: outcome.reason }, 'a mail was given up')
  await deleteMail(db, mailNid, { outcome: outcome.kind === 'never' ? 'failed' : 'sent', atMs: clock.now() })
}
