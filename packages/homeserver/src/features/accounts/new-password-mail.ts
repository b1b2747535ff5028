// What the owner of an account reads when it has a new password: that it has, and what to do if it was not them.
import type { MailMessage } from '../../mail.ts'
import { writeMail } from '../../mail.ts'
import { momentOf } from '../../pages/times.ts'

/** The mail. `url`: the page of their account; `helpDesk`: whom they turn to who do not get there any more. */
export function newPasswordMail(to: string, at: { atMs: number; url: string; serverName: string; helpDesk: string | undefined }): MailMessage {
  const { atMs, url, serverName, helpDesk } = at
  return writeMail(to, 'notice', {
    fr: {
      subject: `${serverName} : votre mot de passe a été changé`,
      paragraphs: [
        `Le mot de passe de votre compte a été changé le ${momentOf('fr', atMs)}.`,
        'Si c’est vous, il n’y a rien à faire.',
        `Si ce n’est pas vous, quelqu’un d’autre est peut-être dans votre compte. ${helpDesk === undefined ? 'Prévenez tout de suite l’administrateur de votre serveur.' : `Appelez tout de suite : ${helpDesk}.`}`,
      ],
      link: { url, label: 'Votre compte' },
      closing: 'Ce message est envoyé à chaque changement. Il ne demande aucun code, et personne ne vous en demandera.',
    },
    en: {
      subject: `${serverName}: your password was changed`,
      paragraphs: [
        `The password of your account was changed on ${momentOf('en', atMs)}.`,
        'If it was you, there is nothing to do.',
        `If it was not you, somebody else may be in your account. ${helpDesk === undefined ? 'Tell the administrator of your server at once.' : `Call at once: ${helpDesk}.`}`,
      ],
      link: { url, label: 'Your account' },
      closing: 'This is sent at each change. It asks for no code, and nobody will ask you for one.',
    },
  })
}
