// What the mails of enrolment say. A mail that leads to a sign-in says what is happening, and that nobody will ask for it.
import type { Letter } from '@chappe/policy'
import type { Language, MailMessage } from '../../mail.ts'
import { writeMail } from '../../mail.ts'

/** The names that mails mention; they are texts, never markup. */
export interface MailNames {
  serverName: string
  organisation: string
}

/** The code and the link by which an address is shown. */
export function codeMail(to: string, secrets: { code: string; url: string }, names: MailNames, language?: Language): MailMessage {
  const { serverName, organisation } = names
  const code = `${secrets.code.slice(0, 4)} ${secrets.code.slice(4)}`
  return writeMail(
    to,
    'code',
    {
      fr: {
        subject: `${serverName} : votre code`,
        paragraphs: [
          `Quelqu’un crée un compte avec cette adresse (${organisation}). Si c’est vous, tapez ce code, qui est bon quinze minutes :`,
        ],
        code,
        link: { url: secrets.url, label: 'Ou ouvrez ce lien dans le navigateur où vous voulez vous servir de votre compte' },
        closing: 'Si ce n’est pas vous, ne faites rien. Ne donnez ce code à personne : ni le support ni votre organisation ne vous le demanderont.',
      },
      en: {
        subject: `${serverName}: your code`,
        paragraphs: [`Somebody is making an account with this address (${organisation}). If that is you, type this code, which is good for fifteen minutes:`],
        code,
        link: { url: secrets.url, label: 'Or open this link in the browser in which you want to use your account' },
        closing: 'If that is not you, do nothing. Give this code to nobody: neither support nor your organisation will ask you for it.',
      },
    },
    language,
  )
}

/** To an address that has an account, in whatever state: it is one and the same mail, and nothing has changed. */
export function knownMail(to: string, { serverName }: { serverName: string }, language?: Language): MailMessage {
  return writeMail(
    to,
    'notice',
    {
      fr: {
        subject: `${serverName} : cette adresse a déjà un compte`,
        paragraphs: [
          'Quelqu’un a voulu créer un compte avec cette adresse. Elle en a déjà un, et rien n’a changé.',
          'Si c’est vous, connectez-vous avec ce compte. Si vous ne le pouvez pas, adressez-vous à l’assistance de votre organisation.',
        ],
        closing: 'Si ce n’est pas vous, ne faites rien.',
      },
      en: {
        subject: `${serverName}: this address has an account already`,
        paragraphs: [
          'Somebody wanted to make an account with this address. It has one already, and nothing has changed.',
          'If that was you, sign in with that account. If you cannot, ask the help desk of your organisation.',
        ],
        closing: 'If that was not you, do nothing.',
      },
    },
    language,
  )
}

/** To somebody from outside whom an agent vouches for. Nothing in it is worded by the agent but their name. */
export function invitationMail(to: string, invitation: { sponsor: string; url: string }, { serverName, organisation }: MailNames): MailMessage {
  const { sponsor, url } = invitation
  return writeMail(to, 'notice', {
    fr: {
      subject: `${serverName} : une invitation`,
      paragraphs: [
        `${sponsor} (${organisation}) vous invite à écrire avec son organisation.`,
        'Pour accepter, ouvrez cette page et donnez-y l’adresse à laquelle ce message est arrivé. Un code vous sera envoyé.',
      ],
      link: { url, label: 'Accepter l’invitation' },
      closing: 'Si vous ne connaissez pas cette personne, ne faites rien.',
    },
    en: {
      subject: `${serverName}: an invitation`,
      paragraphs: [
        `${sponsor} (${organisation}) invites you to write with their organisation.`,
        'To accept, open this page and give the address at which this message has arrived. A code will be sent to you.',
      ],
      link: { url, label: 'Accept the invitation' },
      closing: 'If you do not know this person, do nothing.',
    },
  })
}

/** How an account goes on: by a link where its owner can do it, otherwise by whoever vouches for them. */
export interface EndingWords {
  /** In each language. */
  date: Readonly<Record<Language, string>>
  url: string | undefined
}

/** Says that an account ends, and how it goes on. */
export function endingMail(to: string, { date, url }: EndingWords, { serverName }: { serverName: string }): MailMessage {
  const go = {
    fr: url === undefined ? 'Pour continuer, demandez à la personne qui vous a invité de prolonger votre compte.' : 'Pour continuer, confirmez que cette adresse est toujours la vôtre :',
    en: url === undefined ? 'To go on, ask whoever has invited you to prolong your account.' : 'To go on, confirm that this address still is yours:',
  }
  return writeMail(to, 'notice', {
    fr: {
      subject: `${serverName} : votre compte finit le ${date.fr}`,
      paragraphs: [`Votre compte finit le ${date.fr}.`, go.fr],
      ...(url === undefined ? {} : { link: { url, label: 'Prolonger mon compte' } }),
      closing: 'Ce lien ne sert qu’à prolonger votre compte : il n’ouvre rien et ne demande aucun mot de passe.',
    },
    en: {
      subject: `${serverName}: your account ends on ${date.en}`,
      paragraphs: [`Your account ends on ${date.en}.`, go.en],
      ...(url === undefined ? {} : { link: { url, label: 'Prolong my account' } }),
      closing: 'This link only prolongs your account: it opens nothing and asks for no password.',
    },
  })
}

/** The same as a message that every client shows. */
export function endingNotice({ date }: Pick<EndingWords, 'date'>, isRenewable: boolean): Letter {
  const fr = isRenewable ? 'Un lien pour le prolonger est dans votre boîte aux lettres.' : 'Demandez à la personne qui vous a invité de le prolonger.'
  const en = isRenewable ? 'A link to prolong it is in your mailbox.' : 'Ask whoever has invited you to prolong it.'
  return { fr: `Votre compte finit le ${date.fr}. ${fr}`, en: `Your account ends on ${date.en}. ${en}` }
}
