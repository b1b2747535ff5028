// The way into the messenger, in French: both languages come with the page, everything else with whoever is signed in.
import type { wayIn as english } from '../en/way-in.ts'

/** What is said on the way in; nothing of it has values. */
export const wayIn: Record<keyof typeof english, string> = {
  'app.name': 'Chappe',
  'app.opening': 'Ouverture de vos messages…',
  'signIn.title': 'Écrivez à vos collègues',
  'signIn.address': 'Votre adresse e-mail professionnelle',
  'signIn.addressHelp': 'Vous vous connectez ensuite avec votre clé d’accès.',
  'signIn.go': 'Continuer',
  'signIn.failed': 'La connexion n’a pas fonctionné.',
  'signIn.ended': 'Cet appareil a été déconnecté : par vous-même depuis un autre appareil, ou par votre assistance.',
  'signIn.locked': 'Ce compte ne peut pas être utilisé pour l’instant. Adressez-vous à votre assistance.',
  'signIn.stopped': 'Votre compte est arrêté. Plus personne n’y est. Appelez votre assistance pour le rouvrir.',
  'tabs.title': 'Chappe est ouvert dans un autre onglet',
  'tabs.why': 'Il s’utilise dans un seul onglet à la fois, pour ne perdre ni clé ni message. Ce que vous aviez commencé à écrire y est gardé.',
  'tabs.here': 'L’utiliser ici',
}
