// Who reads what is written, in French.
import type { readers as english } from '../en/readers.ts'

/** What is said about who reads. */
export const readers: Record<keyof typeof english, string> = {
  'readers.count': '{count, plural, one {Personne d’autre ne lit ceci} other {# personnes lisent ceci}}',
  'readers.anyone': 'Tout le monde sur {server} peut lire ceci',
  'readers.anyoneCount': 'Tout le monde sur {server} peut lire ceci : {count, plural, one {# personne} other {# personnes}}',
  'readers.anyoneOf': 'Toute personne de {organisations} peut lire ceci',
  'readers.anyoneOfCount': 'Toute personne de {organisations} peut lire ceci : {count, plural, one {# personne} other {# personnes}}',
  'readers.inside': '{count, plural, one {une y est} other {# y sont}}',
  'readers.organisationsMore': '{named} et {count, plural, one {une autre organisation} other {# autres organisations}}',
  'readers.externals': '{count, plural, one {une personne externe} other {# personnes externes}}',
  'readers.elsewhere': "{count, plural, one {une personne d'un autre serveur} other {# personnes d'autres serveurs}}",
  'readers.encrypted': 'chiffré',
  'readers.notEncrypted': 'non chiffré',
  'readers.kept': '{count, plural, one {conservé un jour} other {conservé # jours}}',
  'readers.open': 'Salon ouvert, non chiffré : l’ensemble des agents peut entrer et lire.',
  'readers.openOf': 'Salon ouvert, non chiffré : toute personne de {organisations} peut entrer et lire.',
  'readers.confirmMessage': 'L’ensemble des agents pourra lire ce message',
  'readers.confirmFile': 'L’ensemble des agents pourra ouvrir ce fichier',
  'readers.confirmMessageOf': 'Toute personne de {count, plural, one {son organisation} other {ses # organisations}} pourra lire ce message',
  'readers.confirmFileOf': 'Toute personne de {count, plural, one {son organisation} other {ses # organisations}} pourra ouvrir ce fichier',
  'readers.confirmWhyOf': '« {name} » est un salon ouvert et n’est pas chiffré. Toute personne des organisations auxquelles il s’adresse peut y entrer, maintenant ou plus tard, et lire ce qui s’y trouve.',
  'readers.confirmWhy': '« {name} » est un salon ouvert et n’est pas chiffré. Toute personne travaillant pour l’État peut y entrer, maintenant ou plus tard, et lire ce qui s’y trouve.',
  'readers.confirmAgain': 'La question vous sera posée de nouveau pour ce salon dans 30 jours.',
  'readers.confirmEachFile': 'La question est posée pour chaque fichier.',
  'readers.confirmYes': 'Envoyer quand même',
  'readers.confirmNo': 'Ne pas envoyer',
}
