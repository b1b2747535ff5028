// The frame of the messenger, the way in, and what goes wrong, in French.
import type { frame as english } from '../en/frame.ts'

/** What the frame says. */
export const frame: Record<keyof typeof english, string> = {
  'app.name': 'Chappe',
  'app.opening': 'Ouverture de vos messages…',
  'app.loading': 'Chargement…',
  'app.skip': 'Aller à la conversation',
  'app.places': 'Rubriques',
  'app.signOut': 'Se déconnecter',
  'app.language': 'Langue',
  'app.noSuchPage': "Cette page n'existe pas",
  'app.pickRoom': 'Choisissez une conversation, ou commencez-en une.',
  'app.back': 'Retour à la liste',
  'app.again': 'Réessayer',
  'signIn.title': 'Écrivez à vos collègues',
  'signIn.address': 'Votre adresse e-mail professionnelle',
  'signIn.addressHelp': "Vous vous connectez ensuite avec votre clé d'accès.",
  'signIn.go': 'Continuer',
  'signIn.failed': "La connexion n'a pas abouti.",
  'signIn.locked': "Ce compte ne peut pas être utilisé pour l'instant. Adressez-vous à votre assistance.",
}
