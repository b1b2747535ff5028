// What the printed report says, in both languages.
import type { ExposureClass, ExposureSubject, ReachablePeople, ReachAssumption } from '@chappe/ledger'

/** The languages of what leaves the desk. */
export type ReportLanguage = 'fr' | 'en'

/** Everything the printed report says. */
export interface ReportWords {
  title: string
  exercise: string
  subject: string
  subjectOf: Readonly<Record<ExposureSubject['kind'], string>>
  window: string
  beginning: string
  /** Why a time is not whole in the record. */
  gap: { spooled(bytes: string): string; notFollowing(block: string, after: string): string; forgotten: string }
  /** Null: from the beginning of the record. */
  windowOf(from: string | null, to: string): string
  madeAt: string
  server: string
  caseName: string
  noCase: string
  totals: string
  total: Readonly<Record<TotalName, string>>
  classes: string
  classesWhy: string
  className: Readonly<Record<ExposureClass, string>>
  classMeaning: Readonly<Record<ExposureClass, string>>
  timeline: string
  timelineWhy: string
  sessions: string
  sessionsWhy: string
  rooms: string
  files: string
  people: string
  peopleWhy: string
  noOrganisation: string
  others: string
  othersWhy: string
  ledger: string
  ledgerWhole: string
  ledgerGaps(count: number): string
  verify: string
  verifyHow: string
  reach: ReachWords
  unseen: string
  more(left: number, file: string): string
  none: string
  column: Readonly<Record<ColumnName, string>>
}

/** Whom the account could have found. */
interface ReachWords {
  title: string
  all: string
  found: string
  scope: Readonly<Record<ReachablePeople['scope'], string>>
  inRooms: string
  byName: string
  listed: string
  previewable: string
  pictures: string
  assumed: string
  assumedOf(people: string, rooms: string): string
  /** Before each thing that is not on record. */
  unknown: string
  assumption: Readonly<Record<ReachAssumption, string>>
}

type TotalName = 'rooms' | 'events' | 'eventsState' | 'eventsCiphertextOnly' | 'eventsKeysReachable' | 'eventsUnknown' | 'eventsReachable' | 'people' | 'peopleReachable' | 'files' | 'fileBytes' | 'bytes'
type ColumnName = 'room' | 'class' | 'read' | 'of' | 'first' | 'last' | 'file' | 'size' | 'session' | 'addresses' | 'messages' | 'files' | 'organisation' | 'people' | 'account' | 'address' | 'why'

/** How to check the report with nothing of ours but a program that anybody may read. */
const COMMAND = 'chappe verify-report FILE.zip'

const fr: ReportWords = {
  title: 'Rapport d’exposition',
  exercise: 'EXERCICE',
  subject: 'Objet',
  subjectOf: { account: 'Compte', session: 'Session', network: 'Réseau', window: 'Toutes les lectures de la période' },
  window: 'Période',
  beginning: 'le début',
  gap: {
    spooled: (bytes) => `${bytes} octets du registre attendent hors de lui que la base de données reprenne des lignes`,
    notFollowing: (block, after) => `le bloc ${block} ne suit pas le bloc ${after} de son processus`,
    forgotten: 'la durée de conservation des lignes est passée',
  },
  windowOf: (from, to) => (from === null ? `depuis le début, jusqu’au ${to} (UTC)` : `du ${from} au ${to} (UTC)`),
  madeAt: 'Établi le',
  server: 'Serveur',
  caseName: 'Dossier',
  noCase: 'aucun',
  totals: 'En chiffres',
  total: {
    rooms: 'Salons dont quelque chose a été remis',
    events: 'Messages remis en clair',
    eventsState: 'Indications de salons remises (noms, membres, réglages)',
    eventsCiphertextOnly: 'Messages remis chiffrés, clés hors de portée',
    eventsKeysReachable: 'Messages remis chiffrés, clés à portée',
    eventsUnknown: 'Messages à supposer remis (lacune du registre)',
    eventsReachable: 'Messages à portée, non remis',
    people: 'Personnes dont quelque chose a été remis',
    peopleReachable: 'Personnes que le compte aurait pu trouver ou rencontrer',
    files: 'Fichiers remis',
    fileBytes: 'Taille de ces fichiers',
    bytes: 'Octets envoyés en tout',
  },
  classes: 'Ce que veulent dire les mots',
  classesWhy: 'Le serveur inscrit chaque lecture avant de répondre. Il sait donc ce qu’il a remis, et non ce qui a été regardé.',
  className: { delivered: 'Remis', ciphertext_only: 'Remis, chiffré seulement', keys_reachable: 'Remis, clés à portée', reachable: 'À portée, non remis', unknown: 'Inconnu : supposer remis' },
  classMeaning: {
    delivered: 'Le contenu lisible a été envoyé à la session en cause.',
    ciphertext_only: 'Seul un contenu chiffré a été envoyé, et rien n’a pu donner les clés à cette session : il est inintelligible pour elle.',
    keys_reachable: 'Un contenu chiffré a été envoyé, et les clés ont pu l’être aussi : il faut le tenir pour lu.',
    reachable: 'La session aurait pu le demander, et ne l’a pas reçu.',
    unknown: 'Le registre a une lacune à ce moment : il faut le tenir pour remis.',
  },
  timeline: 'Au fil du temps',
  timelineWhy: 'Messages et fichiers remis, par tranches de temps égales.',
  sessions: 'Sessions',
  sessionsWhy: 'Chaque session à part : celle de l’intrus et celles du titulaire ne sont pas mêlées.',
  rooms: 'Salons',
  files: 'Fichiers',
  people: 'Personnes, par organisation',
  peopleWhy: 'Leurs noms ne figurent pas dans ce document : la liste est dans people.csv.',
  noOrganisation: 'Sans organisation',
  others: 'Autres comptes venus des mêmes adresses',
  othersWhy: 'Une adresse partagée n’est pas une preuve : ces comptes sont à examiner.',
  ledger: 'Le registre des lectures',
  ledgerWhole: 'Le registre est entier pour cette période : chaque bloc suit celui qui le précède.',
  ledgerGaps: (count) => (count === 1 ? 'Le registre a une lacune pour cette période :' : `Le registre a ${count} lacunes pour cette période :`),
  verify: 'Comment vérifier ce rapport',
  verifyHow: `L’archive contient les lignes du registre avec leurs preuves, l’empreinte SHA-256 de chaque fichier et une signature. Sur une machine sans accès à ce serveur :\n\n${COMMAND}\n\nLa tête du registre que ce rapport cite est la suivante ; les témoins d’autres organisations l’ont contresignée séparément.`,
  reach: {
    title: 'Personnes et salons qu’il aurait pu trouver',
    all: 'Personnes, chacune une fois',
    found: 'Par la recherche',
    scope: { everybody: 'tout le monde', organisation: 'son organisation et les personnes de ses salons', acquainted: 'les personnes de ses salons et des salons ouverts', nobody: 'personne' },
    inRooms: 'Dans les salons à portée',
    byName: 'D’autres, si on connaît le nom entier, l’adresse ou l’identifiant',
    listed: 'Salons montrés par l’annuaire public (nom, sujet, nombre)',
    previewable: 'Salons dont seuls le nom, le sujet, l’image et le nombre auraient pu être vus',
    pictures: 'Images de profil qui auraient pu être vues',
    assumed: 'Dont seulement supposés',
    assumedOf: (people, rooms) => `${people} personnes, ${rooms} salons`,
    unknown: 'Inconnu, à supposer\u00a0',
    assumption: {
      account_states: 'que les comptes aujourd’hui arrêtés, expirés ou fermés pouvaient être trouvés.',
      organisations: 'que les organisations étaient celles d’aujourd’hui.',
      listing: 'que les salons alors ouverts étaient dans l’annuaire ; un salon fermé qui en a été retiré depuis n’est pas compté.',
      room_marks: 'que les salons oubliés depuis pouvaient encore être lus, et que les salons bloqués ou gelés un temps pouvaient l’être tout ce temps.',
      purged: 'que ce qui a été supprimé depuis, messages et fichiers, pouvait être lu.',
      profiles: 'que les personnes avaient l’image d’aujourd’hui ; une image retirée depuis est comptée là où un message la porte.',
      pictures: 'que les images des personnes et des salons à portée pouvaient être vues ; elles ne sont pas comptées.',
    },
  },
  unseen: 'Les signes que la police ne sait pas tracer, et les signes invisibles, sont écrits par leur numéro Unicode : [U+56FD 5BB6]. Les noms exacts sont dans report.json.',
  more: (left, file) => `${left} de plus dans ${file}.`,
  none: 'Rien.',
  column: {
    room: 'Salon', class: 'Classe', read: 'Remis', of: 'sur', first: 'Premier', last: 'Dernier', file: 'Fichier', size: 'Taille', session: 'Session',
    addresses: 'Adresses', messages: 'Messages', files: 'Fichiers', organisation: 'Organisation', people: 'Personnes', account: 'Compte', address: 'Adresse', why: 'Pourquoi',
  },
}

const en: ReportWords = {
  title: 'Exposure report',
  exercise: 'EXERCISE',
  subject: 'Subject',
  subjectOf: { account: 'Account', session: 'Session', network: 'Network', window: 'Every read of the time' },
  window: 'Time',
  beginning: 'the beginning',
  gap: {
    spooled: (bytes) => `${bytes} bytes of the record wait outside of it, until the database takes rows`,
    notFollowing: (block, after) => `block ${block} does not follow block ${after} of its process`,
    forgotten: 'the time for which rows are kept is over',
  },
  windowOf: (from, to) => (from === null ? `from the beginning to ${to} (UTC)` : `from ${from} to ${to} (UTC)`),
  madeAt: 'Made on',
  server: 'Server',
  caseName: 'Case',
  noCase: 'none',
  totals: 'In figures',
  total: {
    rooms: 'Rooms of which something was delivered',
    events: 'Messages delivered in the clear',
    eventsState: 'Facts about rooms delivered (names, members, settings)',
    eventsCiphertextOnly: 'Messages delivered encrypted, keys out of reach',
    eventsKeysReachable: 'Messages delivered encrypted, keys within reach',
    eventsUnknown: 'Messages to be assumed delivered (gap in the record)',
    eventsReachable: 'Messages within reach, not delivered',
    people: 'People of whom something was delivered',
    peopleReachable: 'People whom the account could have found or met',
    files: 'Files delivered',
    fileBytes: 'Size of these files',
    bytes: 'Bytes sent in all',
  },
  classes: 'What the words mean',
  classesWhy: 'The server writes each read down before it answers. So it knows what it has delivered, not what was looked at.',
  className: { delivered: 'Delivered', ciphertext_only: 'Delivered, ciphertext only', keys_reachable: 'Delivered, keys within reach', reachable: 'Within reach, not delivered', unknown: 'Unknown: assume delivered' },
  classMeaning: {
    delivered: 'Readable content was sent to the session in question.',
    ciphertext_only: 'Only encrypted content was sent, and nothing could have given that session the keys: it cannot make sense of it.',
    keys_reachable: 'Encrypted content was sent, and the keys may have been too: it has to be taken as read.',
    reachable: 'The session could have asked for it, and was not given it.',
    unknown: 'The record has a gap at that moment: it has to be taken as delivered.',
  },
  timeline: 'Over time',
  timelineWhy: 'Messages and files delivered, in equal slices of time.',
  sessions: 'Sessions',
  sessionsWhy: 'Each session for itself: those of the intruder and of the owner are kept apart.',
  rooms: 'Rooms',
  files: 'Files',
  people: 'People, by organisation',
  peopleWhy: 'Their names are not in this document: the list is in people.csv.',
  noOrganisation: 'Without organisation',
  others: 'Other accounts from the same addresses',
  othersWhy: 'A shared address proves nothing: these accounts are to be looked at.',
  ledger: 'The record of reads',
  ledgerWhole: 'The record is whole for this time: each block follows the one before it.',
  ledgerGaps: (count) => (count === 1 ? 'The record has a gap in this time:' : `The record has ${count} gaps in this time:`),
  verify: 'How to verify this report',
  verifyHow: `The archive holds the rows of the record with their proofs, the SHA-256 of each file, and a signature. On a machine without access to this server:\n\n${COMMAND}\n\nThe head of the record that this report stands on is this one; witnesses of other organisations have cosigned it on their own.`,
  reach: {
    title: 'People and rooms that it could have found',
    all: 'People, each once',
    found: 'By searching',
    scope: { everybody: 'everybody', organisation: 'its organisation, and people of its rooms', acquainted: 'people of its rooms, and of open rooms', nobody: 'nobody' },
    inRooms: 'In the rooms within reach',
    byName: 'Others, for whoever knows a whole name, address or id',
    listed: 'Rooms that the public directory shows (name, topic, number)',
    previewable: 'Rooms of which only name, topic, picture and number could have been seen',
    pictures: 'Pictures of people that could have been seen',
    assumed: 'Of these, only assumed',
    assumedOf: (people, rooms) => `${people} people, ${rooms} rooms`,
    unknown: 'Unknown, assume',
    assumption: {
      account_states: 'that accounts that are stopped, expired or closed today could be found.',
      organisations: 'that organisations were those of today.',
      listing: 'that rooms that were open then were in the directory; a closed room that was taken out of it since is not counted.',
      room_marks: 'that rooms that were forgotten since could still be read, and that those blocked or frozen for a while could be read throughout.',
      purged: 'that what was deleted since, messages and files, could be read.',
      profiles: 'that people had the pictures of today; one that was taken away since is counted where a message carries it.',
      pictures: 'that pictures of the people and rooms within reach could be seen; they are not counted.',
    },
  },
  unseen: 'Signs that the font cannot draw, and invisible ones, are written by their numbers in Unicode: [U+56FD 5BB6]. The very names stand in report.json.',
  more: (left, file) => `${left} more in ${file}.`,
  none: 'Nothing.',
  column: {
    room: 'Room', class: 'Class', read: 'Delivered', of: 'of', first: 'First', last: 'Last', file: 'File', size: 'Size', session: 'Session',
    addresses: 'Addresses', messages: 'Messages', files: 'Files', organisation: 'Organisation', people: 'People', account: 'Account', address: 'Address', why: 'Why',
  },
}

/** The words of both languages. */
export const reportWords: Readonly<Record<ReportLanguage, ReportWords>> = { fr, en }

/** Numbers and times as a language writes them; times are UTC to the minute, the same on every machine. */
export function writersOf(language: ReportLanguage): { count(value: number): string; size(bytes: number): string; moment(atMs: number | null): string } {
  const count = (value: number): string => String(Math.round(value)).replaceAll(/\B(?=(\d{3})+$)/g, language === 'fr' ? '\u00A0' : ',')
  return {
    count,
    size(bytes) {
      const units = language === 'fr' ? ['o', 'ko', 'Mo', 'Go', 'To'] : ['B', 'kB', 'MB', 'GB', 'TB']
      let [value, unit] = [bytes, 0]
      while (value >= 1000 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1]
      const text = unit === 0 ? String(value) : value.toFixed(2)
      return `${language === 'fr' ? text.replace('.', ',') : text} ${units[unit] ?? ''}`
    },
    moment(atMs) {
      if (atMs === null) return '–'
      const [date = '', time = ''] = new Date(atMs).toISOString().split('T')
      const day = language === 'fr' ? date.split('-').toReversed().join('/') : date
      return `${day} ${time.slice(0, 5)}`
    },
  }
}
