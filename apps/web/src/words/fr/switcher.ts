// The quick switcher, in French.
import type { switcher as english } from '../en/switcher.ts'

/** What is said there. */
export const switcher: Record<keyof typeof english, string> = {
  'switcher.title': 'Trouver (Ctrl K)',
  'switcher.label': 'Trouver une conversation, une personne, un message ou une commande',
  'switcher.placeholder': 'Conversation, personne, message, ou > pour les commandes',
  'switcher.items': 'Résultats',
  'switcher.nothing': 'Aucun résultat.',
  'switcher.help': 'Flèches pour se déplacer, Entrée pour ouvrir, Échap pour fermer',
  'switcher.messages': 'Chercher « {term} » dans les messages',
  'switcher.unread': 'Afficher les non lus',
  'switcher.all': 'Afficher toutes les conversations',
  'switcher.comfortable': 'Liste aérée',
  'switcher.compact': 'Liste compacte',
  'switcher.icons': 'Portraits seuls',
}
