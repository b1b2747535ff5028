// The frame of the messenger, and what goes wrong, in French.
import type { frame as english } from '../en/frame.ts'

/** What the frame says. */
export const frame: Record<keyof typeof english, string> = {
  'app.loading': 'Chargement…',
  'app.skip': 'Aller à la conversation',
  'app.places': 'Rubriques',
  'app.signOut': 'Se déconnecter',
  'app.noSuchPage': "Cette page n'existe pas",
  'app.pickRoom': 'Choisissez une conversation, ou commencez-en une.',
  'app.back': 'Retour à la liste',
  'app.again': 'Réessayer',
  'app.talks': 'Échanges',
  'app.inbox': 'À traiter',
  'app.explore': 'Explorer',
  'app.settings': 'Réglages',
  'app.me': 'Mon compte',
  'app.keyHelp': 'Raccourcis clavier',
  'app.closePanel': 'Fermer le volet',
  'keys.next': 'Conversation suivante',
  'keys.previous': 'Conversation précédente',
  'keys.nextUnread': 'Conversation suivante non lue',
  'keys.previousUnread': 'Conversation précédente non lue',
  'keys.region': "Partie suivante de l'écran",
  'keys.regionBack': "Partie précédente de l'écran",
  'keys.help': 'Afficher ces raccourcis',
  'app.cancel': 'Annuler',
  'app.save': 'Enregistrer',
  'app.notReached': "Le serveur est injoignable. Rien n'a été modifié ; réessayez.",
  'keys.switcher': 'Trouver une conversation, une personne, un message ou une commande',
  'app.waiting': '{count, plural, one {Un élément en attente} other {# éléments en attente}}',
  'app.spaces': 'Espaces',
}
