// What can be changed of a room, in French.
import type { roomSettings as english } from '../en/room-settings.ts'

/** What is said there. */
export const roomSettings: Record<keyof typeof english, string> = {
  'roomSettings.title': 'Réglages du salon',
  'roomSettings.entry': 'Qui entre',
  'roomSettings.audienceHelp': 'Les personnes déjà présentes restent.',
  'roomSettings.audienceSave': "Modifier à qui il s'adresse",
  'roomSettings.history': 'Ce que voient les arrivants',
  'roomSettings.historyHelp': 'Vaut pour ce qui s’écrit à partir de maintenant.',
  'roomSettings.kept': 'Combien de temps ce qui se dit est conservé',
  'roomSettings.keptUnsaid': 'Aussi longtemps que le service le conserve',
  'roomSettings.keptChange': 'Modifier la durée de conservation',
  'roomSettings.keptWhy': 'Les messages et fichiers de plus de {count, plural, one {un jour} other {# jours}} sont supprimés pour tout le monde, y compris ceux qui existent déjà. On ne peut pas revenir en arrière.',
  'roomSettings.keptUnsaidWhy': 'La règle du service s’applique désormais. Ce qui a été supprimé ne revient pas.',
  'roomSettings.keptYes': 'Modifier',
  'roomSettings.banned': 'Exclus du salon',
  'roomSettings.lift': 'Autoriser le retour',
  'roomSettings.version': 'Version',
  'roomSettings.versionOld': 'Ce salon suit des règles plus anciennes que celles du serveur.',
  'roomSettings.renew': 'Renouveler le salon…',
  'roomSettings.renewWhy': 'Un nouveau salon prend la place de « {name} », avec les mêmes nom, règles et rôles ; ses membres y sont invités. Ce qui s’est dit reste lisible dans l’ancien. On ne peut pas revenir en arrière.',
  'roomSettings.renewYes': 'Renouveler',
}
