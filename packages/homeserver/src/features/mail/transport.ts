// Handing one mail to the mail server.
import { createTransport } from 'nodemailer'
import type { Logger } from '../../deps.ts'
import type { QueuedMail } from './mail-store.ts'

/** How an attempt ended: `later` may go better another time, `never` will not. */
export type Outcome = { kind: 'sent' } | { kind: 'later' | 'never'; reason: string }

/** Where mails are handed to. */
export interface Transport {
  deliver(mail: QueuedMail): Promise<Outcome>
  close(): void
}

/** Where the mail server is, and whom mails are from. */
export interface TransportSettings {
  /** smtp:// or smtps://, perhaps with user and password. */
  url: string
  from: string
}

const SENDER_NAME = 'Chappe'
const TIMEOUT_MS = 20_000
/** So many mails are on their way at a time. */
export const CONNECTIONS_MAX = 6
const IDLE_MS = 10_000
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]', '::1'])

/**
 * Speaks SMTP. Outside this machine always encrypted, by TLS from the start (smtps) or STARTTLS, and the certificate is
 * checked: nothing in the URL turns that off. The envelope is the checked address itself; the library's own reading of
 * addresses decides nothing.
 */
export function createSmtpTransport(settings: TransportSettings): Transport {
  const url = new URL(settings.url)
  const isTls = url.protocol === 'smtps:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const user = decodeURIComponent(url.username)
  const smtp = createTransport({
    host,
    port: url.port === '' ? (isTls ? 465 : 587) : Number(url.port),
    secure: isTls,
    requireTLS: !isTls && !LOOPBACK.has(host),
    // A connection takes one mail after the other: making one takes longer than a mail does. One that the mail server has
    // ended meanwhile is made anew once, for the same mail.
    pool: true,
    maxConnections: CONNECTIONS_MAX,
    maxRequeues: 1,
    idleTimeout: IDLE_MS,
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async deliver(mail) {
      try {
        await smtp.sendMail({
          envelope: { from: settings.from, to: [mail.to] },
          from: { name: SENDER_NAME, address: settings.from },
          to: { name: '', address: mail.to },
          subject: mail.subject,
          text: mail.text,
          ...(mail.html === null ? {} : { html: mail.html }),
          messageId: mail.messageId,
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        })
        return { kind: 'sent' }
      } catch (error) {
        return outcomeOf(error)
      }
    },
    close: () => smtp.close(),
  }
}

/** A 5xx answer to the address or the message is for good; what concerns the connection or us may pass. */
function outcomeOf(error: unknown): Outcome {
  const of = (name: string): unknown => (error instanceof Error ? Object.entries(error).find(([key]) => key === name)?.[1] : undefined)
  const code = String(of('originalCode') ?? of('code') ?? 'unknown')
  const status = Number(of('responseCode') ?? 0)
  const reason = status > 0 ? `${code} ${status}` : code
  const isForGood = status >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE')
  return { kind: isForGood ? 'never' : 'later', reason }
}

/** In development only: what would be sent is told to the log, codes and all. */
export function createLogTransport(logger: Logger): Transport {
  return {
    deliver(mail) {
      logger.info({ to: mail.to, subject: mail.subject, text: mail.text }, 'a mail, which nobody sends: mail_url is not set')
      return Promise.resolve({ kind: 'sent' })
    },
    close: () => undefined,
  }
}
