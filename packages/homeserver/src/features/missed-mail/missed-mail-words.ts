// What the mail about missed messages says: how many, and nothing of whom, where or what.
import type { MailMessage } from '../../mail.ts'
import { writeMail } from '../../mail.ts'

/** How many. */
export interface MissedCounts {
  mentions: number
  directMessages: number
}

/** Where its links lead. */
export interface MissedLinks {
  messenger: string
  unsubscribe: string
}

/** The mail, in both languages: which of them somebody reads is not known here. */
export function missedMail(to: string, counts: MissedCounts, links: MissedLinks, serverName: string): MailMessage {
  return writeMail(to, 'notice', {
    fr: {
      subject: `${serverName} : des messages vous attendent`,
      paragraphs: [`Vous n’avez pas lu ${countFr(counts)}.`, 'Pour les lire, ouvrez votre messagerie par votre propre signet ou à cette adresse.'],
      link: { url: links.messenger, label: 'Ouvrir la messagerie' },
      closing: `Ce message ne dit ni qui a écrit, ni quoi, et ne vous demande rien. Pour ne plus en recevoir : ${links.unsubscribe}`,
    },
    en: {
      subject: `${serverName}: messages are waiting for you`,
      paragraphs: [`You have not read ${countEn(counts)}.`, 'To read them, open your messenger by your own bookmark or at this address.'],
      link: { url: links.messenger, label: 'Open the messenger' },
      closing: `This mail says neither who wrote nor what, and asks nothing of you. To receive no more of them: ${links.unsubscribe}`,
    },
  })
}

function countFr({ mentions, directMessages }: MissedCounts): string {
  const direct = directMessages === 0 ? [] : [directMessages === 1 ? 'un message direct' : `${directMessages} messages directs`]
  const named = mentions === 0 ? [] : [mentions === 1 ? 'une mention de vous' : `${mentions} mentions de vous`]
  return [...direct, ...named].join(' et ')
}

function countEn({ mentions, directMessages }: MissedCounts): string {
  const direct = directMessages === 0 ? [] : [directMessages === 1 ? 'one direct message' : `${directMessages} direct messages`]
  const named = mentions === 0 ? [] : [mentions === 1 ? 'one mention of you' : `${mentions} mentions of you`]
  return [...direct, ...named].join(' and ')
}
