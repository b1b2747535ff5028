// Search in everything, in French.

/** What search says. */
export const search = {
  'search.title': 'Chercher',
  'search.field': 'Chercher dans tous les messages',
  'search.conditions': 'Ajouter une condition',
  'search.begin': 'Des mots, des débuts de mots, des noms. Les accents ne comptent pas. La recherche dans les messages chiffrés se fait dans ce navigateur ; rien n’en sort.',
  'search.running': 'Recherche en cours…',
  'search.found': "{count, plural, =0 {Rien n'a été trouvé.} one {# message} other {# messages}}",
  'search.unclear': 'Non compris : {what}',
  'search.localOnly': 'Le serveur n’a pas pu être interrogé : des salons non chiffrés, seul ce que ce navigateur a gardé est parcouru.',
  'search.more': 'En afficher plus',
  'search.reach': '{messages, plural, =0 {Ce navigateur n’a pas encore de message à parcourir} one {La recherche porte sur # message} other {La recherche porte sur # messages}}. {isWhole, select, yes {} other {Les messages plus anciens sont en cours de lecture : {done} salons chiffrés sur {all} pour l’instant.}}',
  'search.inFile': 'Dans « {name} » :',
  'search.reachFiles': 'Les mots à l’intérieur des fichiers PDF, bureautiques et texte sont trouvés une fois que vous les avez ouverts, enregistrés ou envoyés dans ce navigateur : aucun fichier n’est téléchargé pour la recherche.',
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
