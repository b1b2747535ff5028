// Exploring rooms, in French.
import type { explore as english } from '../en/explore.ts'

/** What is said there. */
export const explore: Record<keyof typeof english, string> = {
  'explore.title': 'Explorer les salons',
  'explore.search': 'Chercher',
  'explore.help': "Un mot du nom ou du sujet, ou l'adresse d'un salon.",
  'explore.nothing': 'Aucun salon ouvert ne correspond.',
  'explore.emptySpace': 'Aucun salon visible dans cet espace.',
  'explore.more': 'Afficher la suite',
  'explore.space': 'Espace',
  'explore.members': '{count, plural, one {Un membre} other {# membres}}',
  'explore.reason': 'Pourquoi vous souhaitez entrer (facultatif)',
  'explore.ask': 'Demander à entrer',
  'explore.open': 'Ouvrir',
  'explore.join': 'Entrer',
  'explore.byLink': 'Vous avez ouvert un lien vers un salon. En y entrant, vous serez visible de ses membres.',
  'explore.addRoom': 'Ajouter un de vos salons à cet espace',
  'explore.add': 'Ajouter',
}
