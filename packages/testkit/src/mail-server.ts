// A mail server for tests: it speaks SMTP on a socket of its own and keeps what it was given.
import type { ParsedMail } from 'mailparser'
import { simpleParser } from 'mailparser'
import type { SMTPServerSession } from 'smtp-server'
import { SMTPServer } from 'smtp-server'

/** A mail as it came in. `to` and `from` are the envelope's, which decides where a mail goes. */
export interface ReceivedMail {
  from: string
  to: string[]
  /** The addresses that the mail itself shows. */
  shownTo: string
  subject: string
  text: string
  html: string
  messageId: string
  header(name: string): string | undefined
}

/** A listening mail server. */
export interface MailServer extends AsyncDisposable {
  /** For `mail_url`. */
  url: string
  /** Everything that came in. */
  mails: readonly ReceivedMail[]
  /** How many recipients were offered, refused ones too. */
  offered(): number
  /** The next mail to an address that was not handed out before; waits for it. */
  nextMailTo(address: string, options?: { timeoutMs?: number }): Promise<ReceivedMail>
  /** Refuses every recipient with a status (451: for now; 550: for good) until it is called without one. */
  refuseWith(status?: number): void
}

const TIMEOUT_MS = 10_000

/** Starts one. With `tls`, it speaks TLS from the first byte, with a certificate that nobody has signed. */
export async function startMailServer(options: { tls?: boolean } = {}): Promise<MailServer> {
  const isTls = options.tls === true
  const box = createBox()
  let offered = 0
  let refusal: number | undefined
  const server = new SMTPServer({
    secure: isTls,
    authOptional: true,
    logger: false,
    ...(isTls ? {} : { disabledCommands: ['STARTTLS', 'AUTH'] }),
    onRcptTo(_address, _session, callback) {
      offered += 1
      callback(refusal === undefined ? null : Object.assign(new Error('not now'), { responseCode: refusal }))
    },
    onData(stream, session, callback) {
      simpleParser(stream, (error, parsed) => {
        if (parsed !== undefined) box.put(receivedFrom(parsed, session.envelope))
        callback(error)
      })
    },
  })
  // A client that goes away in the middle is no fault of a test.
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `${isTls ? 'smtps' : 'smtp'}://127.0.0.1:${port}`,
    mails: box.mails,
    offered: () => offered,
    refuseWith(status) {
      refusal = status
    },
    nextMailTo: (to, { timeoutMs = TIMEOUT_MS } = {}) => box.next(to, timeoutMs),
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** The parts of a parsed mail that are kept. */
function receivedFrom(parsed: ParsedMail, envelope: SMTPServerSession['envelope']): ReceivedMail {
  const shown = [parsed.to ?? []].flat().flatMap((each) => each.value.map((one) => one.address ?? ''))
  return {
    from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
    to: envelope.rcptTo.map((each) => each.address),
    shownTo: shown.join(', '),
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: typeof parsed.html === 'string' ? parsed.html : '',
    messageId: parsed.messageId ?? '',
    header: (name) => parsed.headers.get(name.toLowerCase())?.toString(),
  }
}

interface Box {
  mails: ReceivedMail[]
  put(mail: ReceivedMail): void
  next(to: string, timeoutMs: number): Promise<ReceivedMail>
}

/** What came in, and who waits for it. */
function createBox(): Box {
  const mails: ReceivedMail[] = []
  const handedOut = new Set<ReceivedMail>()
  const waiting = new Set<() => void>()
  function take(to: string): ReceivedMail | undefined {
    const found = mails.find((mail) => mail.to.includes(to) && !handedOut.has(mail))
    if (found !== undefined) handedOut.add(found)
    return found
  }
  return {
    mails,
    put(mail) {
      mails.push(mail)
      for (const each of waiting) each()
    },
    async next(to, timeoutMs) {
      const found = take(to)
      if (found !== undefined) return found
      return new Promise<ReceivedMail>((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look)
          reject(new Error(`no mail to ${to} came in ${timeoutMs} ms; there were: ${mails.map((mail) => mail.to.join()).join(' ')}`))
        }, timeoutMs)
        function look(): void {
          const next = take(to)
          if (next === undefined) return
          waiting.delete(look)
          clearTimeout(timer)
          resolve(next)
        }
        waiting.add(look)
      })
    },
  }
}
