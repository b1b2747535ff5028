// Search in everything, in French.

/** What search says. */
export const search = {
  'search.title': 'Chercher',
  'search.field': 'Rechercher dans tous les messages',
  'search.conditions': 'Ajouter une condition',
  'search.begin': "Des mots, des débuts de mots, des noms. Les accents ne comptent pas. Les messages chiffrés sont cherchés dans ce navigateur ; rien n'en sort.",
  'search.running': 'Recherche en cours…',
  'search.found': "{count, plural, =0 {Rien n'a été trouvé.} one {# message} other {# messages}}",
  'search.unclear': 'Non compris : {what}',
  'search.localOnly': "Le serveur n'a pas pu être interrogé : les salons non chiffrés sont cherchés pour autant qu'ils sont dans ce navigateur.",
  'search.more': 'En afficher plus',
  'search.reach': "{messages, plural, =0 {Ce navigateur n'a pas encore de message à chercher} one {# message peut être cherché ici} other {# messages peuvent être cherchés ici}}. {isWhole, select, yes {} other {Les messages plus anciens sont en cours de lecture : {done} salons chiffrés sur {all} pour l'instant.}}",
  'search.word.from': 'de:',
  'search.word.in': 'dans:',
  'search.word.after': 'après:',
  'search.word.before': 'avant:',
  'search.word.has': 'avec:',
  'search.word.phrase': '""',
  'search.why.from': "Écrit par quelqu'un : de:alice",
  'search.why.in': 'Dans un salon : dans:"Budget 2026"',
  'search.why.after': "À partir d'un jour : après:31/01/2026",
  'search.why.before': 'Avant un jour : avant:31/01/2026',
  'search.why.has': 'Qui contient quelque chose : avec:fichier, avec:image, avec:lien, avec:sondage',
  'search.why.phrase': 'Des mots qui se suivent : "les chiffres sont là"',
}
