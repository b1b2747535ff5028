// What people are told: of their own, in plain words, in both languages. There is no link in it, and nobody else's name.
import { inertText, writersOf } from '../exposure/exposure.ts'

/** The languages people are told in. */
export type NoticeLanguage = 'fr' | 'en'

/** What the desk has written for everybody. */
export interface Wording {
  consequences: { fr: string; en: string }
  measures: { fr: string; en: string }
  contact: string
}

/** What of somebody was shown in a room. */
export interface Share {
  /** Null: it has none. */
  name: string | null
  /** Messages of theirs that could be read, or have to be taken as read. */
  readable: number
  /** Messages of theirs that nobody can make sense of. */
  unintelligible: number
  asMember: boolean
  firstAtMs: number | null
  lastAtMs: number | null
}

/** How many, by whether anybody can make sense of them. */
export interface Counts {
  readable: number
  unintelligible: number
}

/** Everything of somebody that was shown. */
export interface NoticeFacts {
  asProfile: boolean
  rooms: readonly Share[]
  /** Further rooms, beyond those that are named. */
  moreRooms: number
  /** Files that they had brought in. */
  files: Counts
}

/** A notice in one language. */
export interface NoticeText {
  subject: string
  text: string
}

interface Words {
  subject: string
  opening(server: string): string
  mailOpening(server: string): string
  what: string
  profile: string
  inRoom(name: string, times: string): string
  noName: string
  times(first: string, last: string): string
  readable(count: string): string
  unintelligible(count: string): string
  readableFiles(count: string): string
  unintelligibleFiles(count: string): string
  member: string
  more(count: string): string
  rooms(count: string): string
  whereMore: string
  consequences: string
  measures: string
  advice: string
  contact: string
}

const words: Readonly<Record<NoticeLanguage, Words>> = {
  fr: {
    subject: 'Vos données ont été vues par une personne non autorisée',
    opening: (server) => `Quelqu’un a lu sans droit des contenus de ${server}, avec un compte détourné. Voici ce qui vous concerne, et seulement cela.`,
    mailOpening: (server) => `Quelqu’un a lu sans droit des contenus de ${server}, avec un compte détourné. Une partie de ce qui a été montré vous concerne.`,
    what: 'Ce qui a été montré de vous',
    profile: 'votre nom et votre profil',
    inRoom: (name, times) => `salon « ${name} »${times}`,
    noName: 'sans nom',
    times: (first, last) => `, du ${first} au ${last} (UTC)`,
    readable: (count) => `${count} de vos messages, lisibles`,
    unintelligible: (count) => `${count} de vos messages, chiffrés et illisibles`,
    readableFiles: (count) => `${count} fichier(s) que vous avez déposé(s), lisible(s)`,
    unintelligibleFiles: (count) => `${count} fichier(s) que vous avez déposé(s), chiffré(s) et illisible(s)`,
    member: 'le fait que vous en êtes membre',
    more: (count) => `et ${count} autres salons`,
    rooms: (count) => `des données vous concernant dans ${count} salon(s)`,
    whereMore: 'Le détail est dans votre messagerie, dans le salon « Messages de service ». Ouvrez-la comme d’habitude.',
    consequences: 'Ce qui peut en résulter',
    measures: 'Ce qui a été fait',
    advice: 'Rien ne vous est demandé. Ce message ne contient aucun lien et personne ne vous demandera de vous connecter à sa suite : si quelqu’un le fait, c’est une fraude.',
    contact: 'Pour toute question',
  },
  en: {
    subject: 'Data of yours was seen by somebody who had no right to',
    opening: (server) => `Somebody has read content of ${server} without right, with an account that was taken over. This is what concerns you, and only that.`,
    mailOpening: (server) => `Somebody has read content of ${server} without right, with an account that was taken over. Part of what was shown concerns you.`,
    what: 'What of yours was shown',
    profile: 'your name and your profile',
    inRoom: (name, times) => `room “${name}”${times}`,
    noName: 'without a name',
    times: (first, last) => `, from ${first} to ${last} (UTC)`,
    readable: (count) => `${count} of your messages, readable`,
    unintelligible: (count) => `${count} of your messages, encrypted and unreadable`,
    readableFiles: (count) => `${count} file(s) that you brought in, readable`,
    unintelligibleFiles: (count) => `${count} file(s) that you brought in, encrypted and unreadable`,
    member: 'that you are a member of it',
    more: (count) => `and ${count} more rooms`,
    rooms: (count) => `data of yours in ${count} room(s)`,
    whereMore: 'The details are in your messenger, in the room “Service messages”. Open it as you always do.',
    consequences: 'What may come of it',
    measures: 'What was done',
    advice: 'Nothing is asked of you. There is no link in this message, and nobody will ask you to sign in because of it: whoever does is a fraud.',
    contact: 'If you have questions',
  },
}

/** What somebody reads in the messenger. */
export function noticeText(language: NoticeLanguage, facts: NoticeFacts, { wording, serverName }: { wording: Wording; serverName: string }): NoticeText {
  const say = words[language]
  const { count, moment } = writersOf(language)
  const shown = [
    ...(facts.asProfile ? [say.profile] : []),
    ...facts.rooms.map((room) => {
      const times = room.firstAtMs === null ? '' : say.times(moment(room.firstAtMs), moment(room.lastAtMs))
      const what = [
        ...(room.readable > 0 ? [say.readable(count(room.readable))] : []),
        ...(room.unintelligible > 0 ? [say.unintelligible(count(room.unintelligible))] : []),
        ...(room.asMember ? [say.member] : []),
      ]
      return `${say.inRoom(room.name === null ? say.noName : harmlessName(room.name), times)} : ${what.join(', ')}`.replace(' : ', language === 'fr' ? '\u00A0: ' : ': ')
    }),
    ...(facts.moreRooms > 0 ? [say.more(count(facts.moreRooms))] : []),
    ...filesIn(say, facts, count),
  ]
  return { subject: say.subject, text: [say.subject, say.opening(serverName), `${heading(say.what, language)}\n${shown.map((line) => `• ${line}`).join('\n')}`, ...closing(language, wording)].join('\n\n') }
}

/** What somebody reads in a mail: how much, and no name of a room, as mail is read on its way. */
export function noticeMail(language: NoticeLanguage, facts: NoticeFacts, { wording, serverName }: { wording: Wording; serverName: string }): { subject: string; paragraphs: string[]; closing: string } {
  const say = words[language]
  const { count } = writersOf(language)
  const rooms = facts.rooms.length + facts.moreRooms
  const shown = [...(facts.asProfile ? [say.profile] : []), ...(rooms > 0 ? [say.rooms(count(rooms))] : []), ...filesIn(say, facts, count)]
  const [last = '', ...rest] = closing(language, wording).toReversed()
  return { subject: say.subject, paragraphs: [say.mailOpening(serverName), `${heading(say.what, language)} ${shown.join(', ')}.`, say.whereMore, ...rest.toReversed()], closing: last }
}

function filesIn(say: Words, { files: { readable, unintelligible } }: NoticeFacts, count: (value: number) => string): string[] {
  return [...(readable > 0 ? [say.readableFiles(count(readable))] : []), ...(unintelligible > 0 ? [say.unintelligibleFiles(count(unintelligible))] : [])]
}

function closing(language: NoticeLanguage, { consequences, measures, contact }: Wording): string[] {
  const say = words[language]
  return [`${heading(say.consequences, language)} ${consequences[language]}`, `${heading(say.measures, language)} ${measures[language]}`, say.advice, `${heading(say.contact, language)} ${contact}`]
}

function heading(text: string, language: NoticeLanguage): string {
  return language === 'fr' ? `${text}\u00A0:` : `${text}:`
}

const NAME_CHARS_MAX = 80

/** A name that others have chosen, of which no messenger and no mail program makes a link. */
function harmlessName(name: string): string {
  return inertText(name, NAME_CHARS_MAX).replaceAll('://', ':[/][/]').replaceAll(/\.(?=\p{L})/gu, '[.]')
}

/** Whether a text has something in it that becomes a link. Addresses of mail are none that opens a page. */
export function hasLink(text: string): boolean {
  return /:\/\/|\bwww\.|\bmatrix:|(?<![@\w.-])(?:[a-z0-9-]+\.)+[a-z]{2,}\//i.test(text)
}
