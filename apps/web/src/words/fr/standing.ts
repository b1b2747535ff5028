// Le serveur, ce navigateur et cette version, en français.

/** What is said about the server, this browser and this version. */
export const standing = {
  'standing.unreachable': 'Le serveur est injoignable. Vous pouvez continuer à lire ; ce que vous écrivez est gardé ici et partira à son retour.',
  'standing.failing': 'Le serveur est en panne. Ce que vous écrivez est gardé ici et partira quand il fonctionnera de nouveau.',
  'standing.busy': 'Le serveur est très sollicité. Ce que vous écrivez partira un peu plus tard.',
  'standing.slow': 'Le serveur répond lentement.',
  'standing.clock': "L'horloge de cet appareil {side, select, ahead {avance} other {retarde}} de {minutes, plural, one {# minute} other {# minutes}} : les heures affichées sont fausses et la connexion peut échouer.",
  'standing.storageFull': "Ce navigateur n'a plus de place. Vous pouvez continuer à lire et à écrire, mais ce que vous écrivez sera perdu si cette page est fermée avant l'envoi.",
  'standing.storageLost': 'Ce que ce navigateur gardait pour Chappe a été effacé. Laissez partir vos messages, puis rechargez la page et connectez-vous de nouveau.',
  'standing.newVersion': 'Une nouvelle version de Chappe est disponible.',
  'standing.reload': 'Recharger',
}
