// Announcements of the security desk, in French.
import type { announcements as en } from '../en/announcements.ts'

/** What announcements say around their own words. */
export const announcements: Readonly<Record<keyof typeof en, string>> = {
  'announcements.title': 'Annonces',
  'announcements.from.info': 'De l’équipe de sécurité',
  'announcements.from.warning': 'Avertissement de l’équipe de sécurité',
  'announcements.from.critical': 'Urgent, de l’équipe de sécurité',
  'announcements.asked': 'Il vous est demandé de dire que vous l’avez lue.',
  'announcements.until': 'Il vous est demandé de dire avant la fin du {day} que vous l’avez lue.',
  'announcements.acknowledge': 'Je l’ai lue',
  'announcements.close': 'Fermer cette annonce',
  'announcements.failed': 'Le serveur n’a pas pu être informé. Réessayez.',
}
