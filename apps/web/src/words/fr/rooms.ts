// The list of rooms, in French.
import type { rooms as english } from '../en/rooms.ts'

/** What the list of rooms says. */
export const rooms: Record<keyof typeof english, string> = {
  'rooms.title': 'Conversations',
  'rooms.none': 'Aucune conversation pour le moment.',
  'rooms.noneLeft': 'Rien à afficher avec ce filtre.',
  'rooms.filter': 'Afficher',
  'rooms.filter.all': 'Tout',
  'rooms.filter.unread': 'Non lus',
  'rooms.filter.mentions': 'Mentions',
  'rooms.filter.invitations': 'Invitations',
  'rooms.section.invitations': 'Invitations',
  'rooms.section.favourites': 'Favoris',
  'rooms.section.people': 'Personnes',
  'rooms.section.rooms': 'Salons',
  'rooms.section.low': 'Moins important',
  'rooms.unread': '{count, plural, one {# message non lu} other {# messages non lus}}',
  'rooms.mentions': '{count, plural, one {# mention} other {# mentions}}',
  'rooms.invitedBy': '{name} vous invite',
  'rooms.preview': '{name} : {text}',
}
