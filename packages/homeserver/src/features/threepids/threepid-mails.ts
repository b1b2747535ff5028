// What the mails of the client-server API say.
import type { Language, MailMessage } from '../../mail.ts'
import { writeMail } from '../../mail.ts'

/** What somebody asked the mail for. */
export type MailReason = 'register' | 'threepid' | 'password'

const REASONS: Readonly<Record<MailReason, Readonly<Record<Language, string>>>> = {
  register: { fr: 'Quelqu’un crée un compte avec cette adresse.', en: 'Somebody is making an account with this address.' },
  threepid: { fr: 'Quelqu’un ajoute cette adresse à son compte.', en: 'Somebody is adding this address to their account.' },
  password: { fr: 'Quelqu’un demande un nouveau mot de passe pour votre compte.', en: 'Somebody asks for a new password for your account.' },
}

const CLOSING = {
  fr: 'Si ce n’est pas vous, ne faites rien : sans ce lien, rien ne se passe. Personne ne vous demandera de le transmettre.',
  en: 'If that is not you, do nothing: without this link nothing happens. Nobody will ask you to pass it on.',
}

/** The mail with the link. */
export function linkMail(to: string, reason: MailReason, link: { url: string; serverName: string }): MailMessage {
  const { url, serverName } = link
  return writeMail(to, 'code', {
    fr: {
      subject: `${serverName} : confirmez votre adresse`,
      paragraphs: [REASONS[reason].fr, 'Si c’est vous, ouvrez ce lien, qui est bon une heure :'],
      link: { url, label: 'Confirmer mon adresse' },
      closing: CLOSING.fr,
    },
    en: {
      subject: `${serverName}: confirm your address`,
      paragraphs: [REASONS[reason].en, 'If that is you, open this link, which is good for an hour:'],
      link: { url, label: 'Confirm my address' },
      closing: CLOSING.en,
    },
  })
}

/** The mail to somebody whose address has an account: the answer to whoever asked does not tell. */
export function takenMail(to: string, serverName: string): MailMessage {
  return writeMail(to, 'notice', {
    fr: {
      subject: `${serverName} : vous avez déjà un compte`,
      paragraphs: ['Quelqu’un a voulu se servir de cette adresse pour un compte. Elle en a déjà un, et rien n’a changé.'],
      closing: 'Si c’est vous, connectez-vous avec ce compte. Sinon, ne faites rien.',
    },
    en: {
      subject: `${serverName}: you already have an account`,
      paragraphs: ['Somebody wanted to use this address for an account. It has one already, and nothing has changed.'],
      closing: 'If that was you, sign in with that account. Otherwise, do nothing.',
    },
  })
}
