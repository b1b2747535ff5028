// What can be changed of a room, in French.
import type { roomSettings as english } from '../en/room-settings.ts'

/** What is said there. */
export const roomSettings: Record<keyof typeof english, string> = {
  'roomSettings.title': 'Réglages du salon',
  'roomSettings.entry': 'Qui entre',
  'roomSettings.history': 'Ce que voient les arrivants',
  'roomSettings.historyHelp': 'Vaut pour ce qui s’écrit à partir de maintenant.',
  'roomSettings.banned': 'Exclus du salon',
  'roomSettings.lift': 'Autoriser le retour',
  'roomSettings.version': 'Version',
  'roomSettings.versionOld': 'Ce salon suit des règles plus anciennes que celles du serveur.',
  'roomSettings.renew': 'Renouveler le salon…',
  'roomSettings.renewWhy': 'Un nouveau salon prend la place de « {name} », avec les mêmes nom, règles et rôles ; ses membres y sont invités. Ce qui s’est dit reste lisible dans l’ancien. On ne peut pas revenir en arrière.',
  'roomSettings.renewYes': 'Renouveler',
}
