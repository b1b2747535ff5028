// A conversation, in French.
import type { talk as english } from '../en/talk.ts'

/** What a conversation says. */
export const talk: Record<keyof typeof english, string> = {
  'talk.noSuchRoom': 'Vous ne faites pas partie de cette conversation.',
  'talk.messages': 'Messages',
  'talk.older': 'Afficher les messages précédents',
  'talk.beginning': 'La conversation commence ici.',
  'talk.write': 'Écrire à {name}',
  'talk.send': 'Envoyer',
  'talk.sending': "En cours d'envoi",
  'talk.waiting': 'Partira au retour du serveur',
  'talk.failed': 'Non envoyé.',
  'talk.resend': 'Renvoyer',
  'talk.deleted': 'Ce message a été supprimé.',
  'talk.unreadable': "Ce message n'est pas encore lisible ; sa clé n'est pas arrivée.",
  'talk.unknown': 'Un contenu que cette version ne montre pas.',
  'talk.file': 'Fichier : {name}',
  'talk.invited': '{name} vous invite dans cette conversation.',
  'talk.accept': 'Accepter',
  'talk.decline': 'Refuser',
  'talk.change.joined': '{name} est arrivé',
  'talk.change.left': '{name} est parti',
  'talk.change.invited': '{name} a été invité',
  'talk.change.removed': '{name} a été retiré',
  'talk.change.member': "{name} a changé sa présentation",
  'talk.change.named': 'Le salon s’appelle maintenant « {name} »',
  'talk.change.topic': 'Le sujet est maintenant « {topic} »',
  'talk.change.created': 'La conversation a commencé',
  'talk.change.encrypted': 'Ce qui est écrit à partir d’ici est chiffré',
  'talk.change.other': 'Les réglages du salon ont été modifiés',
}
