// The queue of mails, against mail servers that take them, refuse them for now, for good, or are not who they should be.
import type { MailServer, TestClock } from '@chappe/testkit'
import { createTestClock, freshDatabase, startMailServer } from '@chappe/testkit'
import type { TestDatabase } from '@chappe/testkit'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { migrate } from '../src/db/migrator.ts'
import type { Database } from '../src/db/pool.ts'
import { openDatabase } from '../src/db/pool.ts'
import type { MailFeature } from '../src/features/mail/mail.ts'
import { createMail } from '../src/features/mail/mail.ts'
import { writeMail } from '../src/mail.ts'

let store: TestDatabase
let database: Database
let clock: TestClock
beforeAll(async () => {
  store = await freshDatabase()
  await migrate(store.url)
  database = openDatabase(store.url)
  clock = createTestClock()
})
afterAll(async () => {
  await database.close()
  await store[Symbol.asyncDispose]()
})

interface Line {
  level: string
  fields: object
  message: string
}

/** Mail on the one queue, as after a start with a given `mail_url`. */
function start(mailUrl: string | undefined, more: { publicUrl?: string } = {}): { mail: MailFeature; log: Line[] } {
  const log: Line[] = []
  const at = (level: string) => (fields: object, message: string) => void log.push({ level, fields, message })
  const mail = createMail({
    db: database.db,
    clock,
    random: { bytes: (count) => randomBytes(count), text: (count) => randomBytes(count).toString('base64url').slice(0, count) },
    logger: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
    settings: { serverName: 'chappe.test:8448', publicUrl: 'https://chappe.test', mailUrl, ...more },
  })
  return { mail, log }
}

const message = (to: string, subject = 'Bonjour') => ({ to, subject, text: 'Un mot.', purpose: 'notice' as const })
const waiting = async (): Promise<number> => (await store.query('SELECT 1 FROM outgoing_mail')).length

/** Everything that is waited for here happens within the two seconds after which the queue is looked at. */
const soon = { timeout: 10_000, interval: 20 }

async function withServer<T>(story: (server: MailServer) => Promise<T>, options: { tls?: boolean } = {}): Promise<T> {
  await using server = await startMailServer(options)
  return await story(server)
}

test('a mail arrives at the address that was checked, from us, marked as automatic; nothing of it stays', async () => {
  await withServer(async (server) => {
    const { mail } = start(server.url)
    await mail.send({ ...message('jeanne@interieur.example'), html: '<p>Un mot.</p>' })
    const received = await server.nextMailTo('jeanne@interieur.example')
    expect(received).toMatchObject({
      from: 'no-reply@chappe.test', to: ['jeanne@interieur.example'], shownTo: 'jeanne@interieur.example', subject: 'Bonjour',
    })
    expect(received.text.trim()).toBe('Un mot.')
    expect(received.html).toContain('<p>Un mot.</p>')
    expect(received.header('auto-submitted')).toBe('auto-generated')
    await vi.waitFor(async () => expect(await waiting()).toBe(0), soon)
    await mail.close()
  })
})

test('what is refused for now comes later, once, under the same message id', async () => {
  await withServer(async (server) => {
    server.refuseWith(451)
    const { mail, log } = start(server.url)
    await mail.send(message('jeanne@interieur.example', 'plus tard'))
    await vi.waitFor(() => expect(log.some((line) => line.message.includes('tried again'))).toBe(true), soon)
    const offered = server.offered()
    server.refuseWith()
    clock.advance(16_000)
    expect((await server.nextMailTo('jeanne@interieur.example')).subject).toBe('plus tard')
    expect(server.offered()).toBe(offered + 1)
    // Neither the address nor a word of the mail is in the log.
    expect(JSON.stringify(log)).not.toMatch(/jeanne|plus tard|Un mot/)
    await mail.close()
  })
})

test('what is refused for good is not tried again, and the log says so without saying whose it was', async () => {
  await withServer(async (server) => {
    server.refuseWith(550)
    const { mail, log } = start(server.url)
    await mail.send(message('gone@interieur.example'))
    await vi.waitFor(async () => expect(await waiting()).toBe(0), soon)
    expect(server.offered()).toBe(1)
    expect(log.find((line) => line.level === 'error')).toMatchObject({ message: 'a mail was given up', fields: { reason: 'EENVELOPE 550' } })
    expect(JSON.stringify(log)).not.toMatch(/gone@/)
    await mail.close()
  })
})

test('a mail that waited too long is given up: a code is not sent a day later', async () => {
  await withServer(async (server) => {
    const away = start('smtp://127.0.0.1:9')
    await away.mail.send({ ...message('late@interieur.example'), purpose: 'code' })
    await vi.waitFor(() => expect(away.log.some((line) => line.message.includes('tried again'))).toBe(true), soon)
    await away.mail.close()
    clock.advance(24 * 3_600_000)
    const { mail } = start(server.url)
    await vi.waitFor(async () => expect(await waiting()).toBe(0), soon)
    expect(server.offered()).toBe(0)
    await mail.close()
  })
})

test('a mail survives the process that took it', async () => {
  const before = start('smtp://127.0.0.1:9')
  await before.mail.send(message('kept@interieur.example'))
  await before.mail.close()
  clock.advance(300_000)
  await withServer(async (server) => {
    const { mail } = start(server.url)
    expect((await server.nextMailTo('kept@interieur.example')).subject).toBe('Bonjour')
    await mail.close()
  })
})

test('a transaction that fails takes its mail back', async () => {
  await withServer(async (server) => {
    const { mail } = start(server.url)
    const failing = database.db.transaction().execute(async (tx) => {
      await mail.send(message('never@interieur.example'), tx)
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    await mail.send(message('after@interieur.example'))
    await server.nextMailTo('after@interieur.example')
    expect(server.mails.map((each) => each.to)).toEqual([['after@interieur.example']])
    await mail.close()
  })
})

test('a mail server with a certificate that nobody has signed gets nothing', async () => {
  await withServer(
    async (server) => {
      const { mail, log } = start(server.url)
      await mail.send(message('jeanne@interieur.example'))
      await vi.waitFor(() => expect(log.some((line) => line.message.includes('tried again'))).toBe(true), soon)
      expect([server.offered(), server.mails.length]).toEqual([0, 0])
      await mail.close()
      await store.query('DELETE FROM outgoing_mail')
    },
    { tls: true },
  )
})

test('without a mail server codes go to the log of a developer only', async () => {
  const away = start(undefined)
  expect(away.mail.isOn).toBe(false)
  await away.mail.send(message('jeanne@interieur.example', 'le code 12345678'))
  expect(JSON.stringify(away.log)).not.toMatch(/jeanne|12345678/)
  const here = start(undefined, { publicUrl: 'http://localhost:8008' })
  expect(here.mail.isOn).toBe(true)
  await here.mail.send(message('jeanne@interieur.example', 'le code 12345678'))
  await vi.waitFor(() => expect(JSON.stringify(here.log)).toMatch(/le code 12345678/), soon)
  await here.mail.close()
})

test('a name with markup and line breaks stays text, in the subject too', async () => {
  await withServer(async (server) => {
    const { mail } = start(server.url)
    const name = 'Eve\r\nBcc: all@interieur.example\r\n\r\n<script>alert(1)</script>'
    const words = { subject: `De ${name}`, paragraphs: [`De ${name}`], closing: 'Fin.', link: { url: 'https://chappe.test/a?b=1&c="', label: 'Ouvrir' } }
    await mail.send(writeMail('jeanne@interieur.example', 'notice', { fr: words, en: words }, 'fr'))
    const received = await server.nextMailTo('jeanne@interieur.example')
    expect(received.to).toEqual(['jeanne@interieur.example'])
    expect(received.header('bcc')).toBeUndefined()
    expect(received.html).not.toContain('<script>')
    expect(received.html).toContain('&#60;script&#62;')
    await mail.close()
  })
})

test('what became of a mail is written down where somebody wants to know, and how many wait can be asked', async () => {
  await withServer(async (server) => {
    const { mail } = start(server.url)
    await mail.send({ ...message('jeanne@interieur.example'), tracking: 'notice:1' })
    await vi.waitFor(async () => expect(await outcomes()).toEqual([['notice:1', 'sent']]), soon)
    server.refuseWith(550)
    await mail.send({ ...message('gone@interieur.example'), tracking: 'notice:2' })
    await mail.send(message('untracked@interieur.example'))
    await vi.waitFor(async () => expect(await outcomes()).toEqual([['notice:1', 'sent'], ['notice:2', 'failed']]), soon)
    await vi.waitFor(async () => expect(await mail.waiting(10)).toBe(0), soon)
    await expect(mail.send({ ...message('jeanne@interieur.example'), tracking: 'x'.repeat(65) })).rejects.toThrow('too long a name')
    await mail.close()
  })
})

async function outcomes(): Promise<unknown[]> {
  return (await store.query('SELECT tracking, outcome FROM mail_outcome ORDER BY tracking')).map((row) => [row['tracking'], row['outcome']])
}
