// The notification as the report already answers it, in both languages; a person completes it.
import type { ExposureReport, ExposureSummary } from '@chappe/ledger'
import { writersOf } from '../../exposure/exposure.ts'

/** A text in both languages. */
export interface InBoth {
  fr: string
  en: string
}

/** Every field of article 33(3), and why it is late where it is. */
export interface BreachFields {
  nature: InBoth
  person_categories: InBoth
  persons: number
  record_categories: InBoth
  records: number
  contact_name: string
  contact_mail: string
  contact_phone: string
  consequences: InBoth
  measures_taken: InBoth
  measures_proposed: InBoth
  delay: InBoth
}

/** What the proposal is made from. */
export interface Facts {
  summary: ExposureSummary
  containedAtMs: number | undefined
  becameAwareAtMs: number
  nowMs: number
  isExercise: boolean
  /** Somebody elsewhere has signed the record as far as the report goes. */
  isWitnessed: boolean
}

/** After this it is late: article 33(1). */
export const NOTIFY_WITHIN_MS = 72 * 3_600_000

/** The fields as they can be filled in without asking anybody. */
export function proposeFields(facts: Facts): BreachFields {
  const { summary: { totals } } = facts
  return {
    nature: facts.isExercise ? markedAsExercise(natureOf(facts)) : natureOf(facts),
    person_categories: {
      fr: 'Agents publics et personnes extérieures invitées qui utilisent la messagerie : auteurs de messages et de fichiers remis, membres de salons, personnes dont le profil a été montré.',
      en: 'Public servants and invited outsiders who use the messenger: authors of messages and files that were delivered, members of rooms, people whose profile was shown.',
    },
    persons: totals.people,
    record_categories: {
      fr: 'Noms, identifiants, organisation, fonction et service ; appartenance à des salons ; contenu de messages et de fichiers ; dates. Aucun mot de passe ni clé.',
      en: 'Names, identifiers, organisation, job and service; membership of rooms; content of messages and files; times. No passwords and no keys.',
    },
    records: totals.events + totals.eventsKeysReachable + totals.eventsUnknown + totals.files,
    contact_name: '', contact_mail: '', contact_phone: '',
    consequences: consequencesOf(facts.summary),
    measures_taken: measuresOf(facts),
    measures_proposed: {
      fr: 'Information des personnes concernées (article 34) ; revue des salons ouverts à tous ; examen des autres comptes venus des mêmes adresses.',
      en: 'Telling the people concerned (article 34); a review of rooms that are open to everybody; a look at other accounts that came from the same addresses.',
    },
    delay: { fr: '', en: '' },
  }
}

function natureOf({ summary }: Facts): InBoth {
  const { totals, fromMs, toMs } = summary
  const [fr, en] = [writersOf('fr'), writersOf('en')]
  const [first, last] = timesOf(summary, [fromMs, toMs])
  return {
    fr: [
      `Perte de confidentialité. ${subjectIn(summary, 'fr')} a servi à lire des contenus sans droit, du ${fr.moment(first)} au ${fr.moment(last)} (UTC).`,
      `Le registre des lectures établit la remise de ${fr.count(messagesIn(totals))} messages en clair et de ${fr.count(totals.files)} fichiers (${fr.size(totals.fileBytes)}), dans ${fr.count(totals.rooms)} salons${stateIn(totals, 'fr')}.`,
      `${fr.count(totals.eventsKeysReachable)} messages chiffrés ont été remis avec des clés à portée ; ${fr.count(totals.eventsCiphertextOnly)} sont restés inintelligibles ; ${fr.count(totals.eventsUnknown)} sont à supposer remis.`,
    ].join(' '),
    en: [
      `Loss of confidentiality. ${subjectIn(summary, 'en')} was used to read content without right, from ${en.moment(first)} to ${en.moment(last)} (UTC).`,
      `The record of reads shows that ${en.count(messagesIn(totals))} messages in the clear and ${en.count(totals.files)} files (${en.size(totals.fileBytes)}) were delivered, of ${en.count(totals.rooms)} rooms${stateIn(totals, 'en')}.`,
      `${en.count(totals.eventsKeysReachable)} encrypted messages were delivered with keys within reach; ${en.count(totals.eventsCiphertextOnly)} could not be made sense of; ${en.count(totals.eventsUnknown)} have to be assumed delivered.`,
    ].join(' '),
  }
}

/** What people wrote, of what was delivered in the clear. */
function messagesIn({ events, eventsState = 0 }: ExposureSummary['totals']): number {
  return events - eventsState
}

function stateIn({ eventsState = 0 }: ExposureSummary['totals'], language: 'fr' | 'en'): string {
  if (eventsState === 0) return ''
  const count = writersOf(language).count(eventsState)
  return { fr: `, ainsi que de ${count} indications sur ces salons (noms, membres, réglages)`, en: `, and ${count} facts about these rooms (names, members, settings)` }[language]
}

function subjectIn({ subject: { kind, userId, deviceId, cidr } }: Pick<ExposureReport, 'subject'>, language: 'fr' | 'en'): string {
  const name = [userId, deviceId, cidr].filter((each) => each !== undefined).join(' ')
  const what = {
    fr: { account: 'Le compte', session: 'La session', network: 'Le réseau', window: 'Un accès au service' },
    en: { account: 'The account', session: 'The session', network: 'The network', window: 'Access to the service' },
  }[language][kind]
  return name === '' ? what : `${what} ${name}`
}

/** From the first to the last read, where there was any. */
function timesOf({ sessions }: ExposureSummary, [fromMs, toMs]: [number, number]): [number, number] {
  if (sessions.length === 0) return [fromMs, toMs]
  return [
    sessions.reduce((least, { firstAtMs }) => Math.min(least, firstAtMs), Number.MAX_SAFE_INTEGER),
    sessions.reduce((most, { lastAtMs }) => Math.max(most, lastAtMs), 0),
  ]
}

function consequencesOf({ totals }: ExposureSummary): InBoth {
  const hasContent = messagesIn(totals) + totals.eventsKeysReachable + totals.eventsUnknown + totals.files > 0
  return {
    fr: `Hameçonnage et usurpation à l’aide de noms et de fonctions connus.${hasContent ? ' Divulgation de ce qui a été écrit ou joint, et atteinte à la réputation ou au secret des affaires traitées.' : ''}`,
    en: `Phishing and impersonation with known names and functions.${hasContent ? ' Disclosure of what was written or attached, and harm to reputations or to the secrecy of the matters dealt with.' : ''}`,
  }
}

function measuresOf({ containedAtMs, isWitnessed }: Facts): InBoth {
  const [fr, en] = [writersOf('fr'), writersOf('en')]
  const since = {
    fr: containedAtMs === undefined ? '' : `Le compte a été bloqué le ${fr.moment(containedAtMs)} (UTC) : toutes ses sessions ont pris fin et plus rien ne lui est servi. `,
    en: containedAtMs === undefined ? '' : `The account was contained on ${en.moment(containedAtMs)} (UTC): all its sessions have ended, and nothing more is served to it. `,
  }
  return {
    fr: `${since.fr}L’étendue des lectures a été établie à partir d’un registre chaîné et signé${isWitnessed ? ', contresigné par des tiers' : ''}.`,
    en: `${since.en}What was read was established from a chained and signed record${isWitnessed ? ' that others cosign' : ''}.`,
  }
}

/** Whoever reads it, printed or not, takes it for nothing real. */
function markedAsExercise({ fr, en }: InBoth): InBoth {
  return { fr: `EXERCICE, aucune donnée réelle. ${fr}`, en: `EXERCISE, no real data. ${en}` }
}
