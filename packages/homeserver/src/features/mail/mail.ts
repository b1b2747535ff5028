// Outgoing mail: a queue in the database, and the work that empties it.
import { MatrixError } from '@chappe/contract'
import type { Db, Tx } from '../../db/pool.ts'
import type { Clock, Logger, Random } from '../../deps.ts'
import type { Mail, MailMessage, MailPurpose } from '../../mail.ts'
import type { Delivery } from './delivery.ts'
import { startDelivery } from './delivery.ts'
import { countWaiting, insertMails } from './mail-store.ts'
import { createLogTransport, createSmtpTransport } from './transport.ts'

/** What the feature needs. */
export interface MailDeps {
  db: Db
  clock: Clock
  random: Random
  logger: Logger
  settings: {
    serverName: string
    publicUrl: string
    /** The mail server; without it mails go to the log, on a machine of a developer only. */
    mailUrl?: string | undefined
    /** Whom mails are from. */
    mailFrom?: string | undefined
  }
}

/** Mail, and its end. */
export interface MailFeature extends Mail {
  /** Waits for what is being sent; the rest stays for the next start. */
  close(): Promise<void>
}

/** How long a mail is worth sending: a code is good for a quarter of an hour, a notice still tells something tomorrow. */
const WORTH_MS: Readonly<Record<MailPurpose, number>> = { code: 15 * 60_000, notice: 48 * 3_600_000 }
const MAX_WAITING = 10_000
const MAX_TEXT_CHARS = 20_000
const MAX_TRACKING_CHARS = 64

/** Starts sending what an earlier process left. */
export function createMail(deps: MailDeps): MailFeature {
  const { db, clock, random, logger, settings } = deps
  const from = settings.mailFrom ?? defaultSenderOf(settings.serverName)
  const delivery = openDelivery(deps, from)

  async function sendAll(messages: readonly MailMessage[], tx?: Tx): Promise<void> {
    const [first] = messages
    if (first === undefined) return
    if (delivery === undefined) {
      logger.warn({ purpose: first.purpose }, 'a mail was not sent: mail_url is not set')
      return
    }
    const now = clock.now()
    const queued = messages.map((message) => {
      assertBounded(message)
      const messageId = `<${random.text(24)}@${from.slice(from.indexOf('@') + 1)}>`
      return { ...message, messageId, now, endsAtMs: now + WORTH_MS[message.purpose] }
    })
    if (!(await insertMails(tx ?? db, queued, MAX_WAITING))) {
      throw new MatrixError('CHAPPE_UNAVAILABLE', { message: 'Too many mails are waiting; try again later' })
    }
    delivery.wake()
  }

  return {
    isOn: delivery !== undefined,
    send: (message, tx) => sendAll([message], tx),
    sendAll,
    wake: () => delivery?.wake(),
    waiting: (max) => countWaiting(db, max),
    close: async () => delivery?.close(),
  }
}

function openDelivery({ db, clock, logger, settings }: MailDeps, from: string): Delivery | undefined {
  if (settings.mailUrl !== undefined) {
    return startDelivery({ db, clock, logger, transport: createSmtpTransport({ url: settings.mailUrl, from }) })
  }
  if (!isDevelopment(settings.publicUrl)) {
    logger.warn({}, 'mail_url is not set: no mail is sent, and what needs one is refused')
    return undefined
  }
  logger.warn({}, 'mail_url is not set: mails go to this log with their codes, as public_url is on this machine')
  return startDelivery({ db, clock, logger, transport: createLogTransport(logger) })
}

/** A server that others reach has an https address (see the table of configuration). */
function isDevelopment(publicUrl: string): boolean {
  return publicUrl.startsWith('http://')
}

function defaultSenderOf(serverName: string): string {
  return `no-reply@${serverName.replace(/:\d+$/, '')}`
}

/** Our own templates stay far below; a name in one is bounded where it came in. */
function assertBounded(message: MailMessage): void {
  if ((message.tracking?.length ?? 0) > MAX_TRACKING_CHARS) throw new Error('a mail is tracked by too long a name')
  if (message.text.length > MAX_TEXT_CHARS || (message.html?.length ?? 0) > 4 * MAX_TEXT_CHARS) throw new Error('a mail is too long')
}
