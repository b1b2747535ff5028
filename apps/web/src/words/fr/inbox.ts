// The inbox, in French.
import type { inbox as english } from '../en/inbox.ts'

/** What is said there. */
export const inbox: Record<keyof typeof english, string> = {
  'inbox.title': 'À traiter',
  'inbox.kinds': 'Afficher',
  'inbox.kind.all': 'Tout',
  'inbox.kind.confirm': 'À confirmer',
  'inbox.kind.mention': 'Mentions',
  'inbox.kind.thread': 'Fils',
  'inbox.kind.invitation': 'Invitations',
  'inbox.kind.request': 'Demandes',
  'inbox.nothing': 'Rien ne vous attend.',
  'inbox.done': 'Fait',
  'inbox.letIn': 'Laisser entrer',
  'inbox.thread': '{count, plural, one {Une nouvelle réponse} other {# nouvelles réponses}} à : {text}',
  'inbox.request': '{name} demande à entrer',
  'inbox.requestWhy': '{name} demande à entrer : {reason}',
}
