// The details of a room, in French.
import type { details as english } from '../en/details.ts'

/** What the details of a room say. */
export const details: Record<keyof typeof english, string> = {
  'details.title': 'À propos du salon',
  'details.people': '{count, plural, one {Une personne} other {# personnes}}',
  'details.invited': 'invitation envoyée',
}
