// The frame of the desk in French.
import type { frameEn } from '../en/frame.ts'

export const frameFr: Readonly<Record<keyof typeof frameEn, string>> = {
  'group.now': 'À traiter',
  'group.investigate': 'Enquêter',
  'group.people': 'Population',
  'group.record': 'Preuves',
  'commands.open': 'Aller à, chercher',
  'commands.title': 'Rubriques, dossiers et comptes',
  'commands.hint': 'Une rubrique, un dossier, un nom…',
  'commands.place': 'Rubrique',
  'commands.act': 'Action',
  'commands.account': 'Compte',
  'commands.none': 'Rien ne porte ce nom.',
  'keys.open': 'Clavier',
  'keys.title': 'Touches',
  'keys.search': 'Chercher dans la page',
  'keys.next': 'Ligne ou fiche suivante',
  'keys.before': 'Ligne ou fiche précédente',
  'keys.letters': 'Les touches d’une lettre sont actives',
  'keys.close': 'Fermer',
  'table.filter': 'Filtrer',
  'table.counted': '{shown, plural, one {# ligne} other {# lignes}}',
  'table.countedOf': '{shown} sur {all, plural, one {# ligne} other {# lignes}}',
  'table.nothingLike': 'Aucune ligne ne correspond.',
  'desk.print': 'Imprimer',
  'desk.printed': 'Imprimé le {moment} par {who}',
}
