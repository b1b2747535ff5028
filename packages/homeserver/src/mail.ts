// Mail as features send it: what a message is, how it is worded in both languages, and who takes it.
import type { Tx } from './db/pool.ts'

/** What a mail is for: how long it is worth trying, and what the log calls it. */
export type MailPurpose = 'code' | 'notice'

/** One message to one person. */
export interface MailMessage {
  /** As `parseAddress` of the policy gave it; nothing else is written to. */
  to: string
  subject: string
  text: string
  html?: string
  purpose: MailPurpose
  /** What whoever sends it knows it by: what becomes of it is written to `mail_outcome` under this. At most 64 characters, once. */
  tracking?: string
}

/** Takes mails to be sent. */
export interface Mail {
  /** Whether mails leave at all; where they do not, nothing that waits for one should be begun. */
  readonly isOn: boolean
  /**
   * Keeps a mail until it was handed to the mail server, with back-off, or is no longer worth it. With `tx`, it is sent
   * if that commits. Throws `CHAPPE_UNAVAILABLE` where too many wait.
   */
  send(message: MailMessage, tx?: Tx): Promise<void>
  /** The same for several: all of them or none. */
  sendAll(messages: readonly MailMessage[], tx?: Tx): Promise<void>
  /** What was sent with a transaction has committed: it need not wait until it is looked for. */
  wake(): void
  /** How many wait, up to `max`. Who sends to many looks first, so that codes do not wait behind them. */
  waiting(max: number): Promise<number>
}

/** The languages that people are written to in. */
export type Language = 'fr' | 'en'

/** What a mail says. Texts come from our own templates; what others have chosen (a name) is put in as text, never as markup. */
export interface MailWords {
  subject: string
  /** Paragraphs, in order. */
  paragraphs: readonly string[]
  /** A code to type, shown large. */
  code?: string
  /** A link of this server. */
  link?: { url: string; label: string }
  /** What to do if it was not you. */
  closing: string
}

/** Writes a mail in the language of whoever reads it; where that is not known, in both, French first. */
export function writeMail(
  to: string,
  purpose: MailPurpose,
  words: Readonly<Record<Language, MailWords>>,
  language?: Language,
): MailMessage {
  const parts = language === undefined ? [words.fr, words.en] : [words[language]]
  const lang = language ?? 'fr'
  return {
    to,
    purpose,
    subject: plain(parts.map((part) => part.subject).join(' / ')),
    text: parts.map(textOf).join('\n\n----------\n\n'),
    html: `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><title>${escapeHtml(parts[0]?.subject ?? '')}</title></head>
<body style="font-family:sans-serif;font-size:16px;line-height:1.5;max-width:40em">
${parts.map(htmlOf).join('\n<hr>\n')}
</body></html>
`,
  }
}

function textOf({ paragraphs, code, link, closing }: MailWords): string {
  const lines = [...paragraphs]
  if (code !== undefined) lines.push(`    ${code}`)
  if (link !== undefined) lines.push(`${link.label}\n${link.url}`)
  return [...lines, closing].map(spaced).join('\n\n')
}

function htmlOf({ paragraphs, code, link, closing }: MailWords): string {
  const lines = paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`)
  if (code !== undefined) lines.push(`<p style="font-size:28px;letter-spacing:4px"><strong>${escapeHtml(code)}</strong></p>`)
  if (link !== undefined) lines.push(`<p><a href="${escapeHtml(link.url)}">${escapeHtml(link.label)}</a></p>`)
  return [...lines, `<p>${escapeHtml(closing)}</p>`].join('\n')
}

/** Text from outside (a name) may not begin a header or a line of its own. */
function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, 200)
}

function spaced(text: string): string {
  return text.split('\n').map((line) => line.replaceAll(/\p{Cc}+/gu, ' ')).join('\n')
}

/** Text that stands in HTML. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** The first of our languages in an `Accept-Language`; English where there is none. */
export function languageOf(accepts: string | undefined): Language {
  const first = /\b(fr|en)\b/i.exec((accepts ?? '').slice(0, 256))?.[1]?.toLowerCase()
  return first === 'fr' ? 'fr' : 'en'
}
