// What the owner of a new device is told: what it is, from where and when it came, and what to do if it wasn't them.
import type { Letter } from '@chappe/policy'
import type { MailMessage } from '../../mail.ts'
import { writeMail } from '../../mail.ts'
import { momentOf } from '../../pages/times.ts'
import type { AnnouncedDevice } from './takeover-links-store.ts'

/** The message that every other device shows. `url`: the page of the device, on which it is approved or refused. */
export function newDeviceNotice({ deviceName, ip, madeAtMs }: AnnouncedDevice, url: string): Letter {
  const from = { fr: ip === undefined ? '' : `, depuis l’adresse ${ip}`, en: ip === undefined ? '' : `, from the address ${ip}` }
  return {
    fr: `Un nouvel appareil vient d’être connecté à votre compte : ${deviceName}, le ${momentOf('fr', madeAtMs)}${from.fr}. Si c’est vous, approuvez-le : la page demande la marque qu’il affiche. Personne ne vous la dictera, ni l’assistance. Sinon, dites que ce n’était pas vous : ${url}`,
    en: `A new device has just been signed in to your account: ${deviceName}, on ${momentOf('en', madeAtMs)}${from.en}. If it was you, approve it: the page asks for the mark that it shows. Nobody will tell it to you, not even the help desk. If not, say that it wasn’t you: ${url}`,
  }
}

/** The mail. `url`: where its owner says that it was somebody else, with one touch. */
export function newDeviceMail(to: string, device: AnnouncedDevice, { url, serverName }: { url: string; serverName: string }): MailMessage {
  const { deviceName, ip, madeAtMs } = device
  return writeMail(to, 'notice', {
    fr: {
      subject: `${serverName} : un nouvel appareil est connecté à votre compte`,
      paragraphs: [
        'Un nouvel appareil vient d’être connecté à votre compte :',
        `« ${deviceName} », le ${momentOf('fr', madeAtMs)}${ip === undefined ? '' : `, depuis l’adresse ${ip}`}.`,
        'Si c’est vous, approuvez-le depuis un autre de vos appareils, ou sur la page de votre compte. Jusque-là, il ne voit ni vos clés de sauvegarde, ni les anciens messages des salons ouverts.',
        'Si ce n’est pas vous, ouvrez cette page et appuyez sur le bouton : votre compte est arrêté aussitôt, sur tous les appareils.',
      ],
      link: { url, label: 'Ce n’était pas moi' },
      closing: 'Personne ne vous demandera d’approuver un appareil à sa place, ni l’assistance, ni votre service.',
    },
    en: {
      subject: `${serverName}: a new device is signed in to your account`,
      paragraphs: [
        'A new device has just been signed in to your account:',
        `"${deviceName}", on ${momentOf('en', madeAtMs)}${ip === undefined ? '' : `, from the address ${ip}`}.`,
        'If it was you, approve it from another device of yours, or on the page of your account. Until then it sees neither your key backup nor the older messages of open rooms.',
        'If it was not you, open this page and press the button: your account is stopped at once, on every device.',
      ],
      link: { url, label: 'It wasn’t me' },
      closing: 'Nobody will ask you to approve a device for them, neither the help desk nor your organisation.',
    },
  })
}
