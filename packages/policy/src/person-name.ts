// The names of people: what one may be called, and which names nobody has who speaks for nobody but themselves.

const MAX_NAME_CHARS = 80

/** Letters of other scripts and signs that are read as Latin letters. Small letters, after marks were taken off. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  // Cyrillic
  а: 'a', в: 'b', е: 'e', ѕ: 's', і: 'i', ї: 'i', ј: 'j', к: 'k', м: 'm', н: 'h', о: 'o', р: 'p', с: 'c', ԁ: 'd', т: 't',
  у: 'y', х: 'x', ѵ: 'v', г: 'r', п: 'n', ո: 'n', һ: 'h', ԛ: 'q', ԝ: 'w', и: 'n', ӏ: 'l',
  // Greek
  α: 'a', β: 'b', ε: 'e', η: 'n', ι: 'i', κ: 'k', μ: 'u', ν: 'v', ο: 'o', ρ: 'p', σ: 'o', τ: 't', υ: 'u', χ: 'x', γ: 'y', ω: 'w',
  // Armenian, Latin letters that Unicode does not take apart, signs
  ս: 'u', օ: 'o', հ: 'h', ı: 'i', ł: 'l', ø: 'o', đ: 'd', ð: 'd', ħ: 'h', ŧ: 't', ɑ: 'a', ɡ: 'g', ɩ: 'i', ʟ: 'l', ɴ: 'n',
  ʀ: 'r', ꜱ: 's', ᴀ: 'a', ᴄ: 'c', ᴅ: 'd', ᴇ: 'e', ᴏ: 'o', ᴘ: 'p', ᴛ: 't', ᴜ: 'u', œ: 'oe', æ: 'ae', ß: 'ss',
  '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '@': 'a', $: 's', '!': 'i', '|': 'i', '€': 'e', l: 'i',
}

/** Words that speak for an office rather than a person, folded as `foldName` does (so that `l` stands as `i`). */
const OFFICES = [
  'support', 'assistance', 'helpdesk', 'hotline', 'helpline', 'dépannage',
  'admin', 'admins', 'administrator', 'administrateur', 'administratrice', 'administration', 'sysadmin', 'root',
  'security', 'sécurité', 'cybersecurity', 'cybersécurité', 'infosec', 'secops', 'cert', 'csirt', 'rssi', 'ciso', 'anssi',
  'moderator', 'modérateur', 'modératrice', 'moderation', 'operator', 'opérateur', 'opératrice',
  'system', 'système', 'server', 'serveur', 'notices', 'notification', 'notifications', 'noreply', 'postmaster', 'webmaster',
  'official', 'officiel', 'officielle', 'verified', 'vérifié', 'chappe', 'tchap',
].map((word) => foldName(word))

/** The same in several words. */
const OFFICE_PHRASES = [
  'help desk', 'service desk', 'no reply', 'ne pas répondre', 'service technique', 'service informatique', 'centre de services',
  'équipe technique', 'technical team', 'it team', 'server notices', 'messages du serveur',
].map((phrase) => foldName(phrase))

const OFFICE_SET: ReadonlySet<string> = new Set(OFFICES)

/** A name as it is read at a glance: small Latin letters and spaces, look-alikes taken for what they look like. */
export function foldName(name: string): string {
  const letters = Array.from(name.normalize('NFKD').replaceAll(/[\p{M}\p{Cf}]/gu, '').toLowerCase())
  const read = letters.map((letter) => LOOKALIKES[letter] ?? letter).join('')
  return read.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

/** Whether a name looks like that of support, security, administration or the service itself, in French or English. */
export function isReservedName(name: string): boolean {
  const folded = foldName(name)
  if (folded === '') return false
  const words = folded.split(' ')
  // "S u p p o r t", "ad-min": what is torn apart is read together.
  const joined = words.join('')
  if (words.some((word) => OFFICE_SET.has(word)) || OFFICE_SET.has(joined)) return true
  if (OFFICES.some((office) => office.length >= 6 && joined.startsWith(office) && isTorn(words))) return true
  return OFFICE_PHRASES.some((phrase) => ` ${folded} `.includes(` ${phrase} `) || joined === phrase.replaceAll(' ', ''))
}

/** Written in pieces of one or two letters. */
function isTorn(words: readonly string[]): boolean {
  return words.length > 2 && words.every((word) => word.length <= 2)
}

const NAME = /^[\p{L}\p{M}][\p{L}\p{M}'’.\- ]*$/u
const SCRIPTS = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u]

/** Why a name cannot be somebody's. */
export type NameFault = 'empty' | 'too_long' | 'characters' | 'scripts' | 'reserved'

/**
 * Looks at the name of a person that somebody typed. No brackets: what stands in them is their organisation, and the
 * server writes it.
 */
export function checkPersonName(name: string): NameFault | undefined {
  const text = name.normalize('NFC')
  if (text.trim() === '') return 'empty'
  if (text.length > MAX_NAME_CHARS) return 'too_long'
  if (!NAME.test(text) || /\s{2}|\s$/.test(text)) return 'characters'
  if (SCRIPTS.filter((script) => script.test(text)).length > 1) return 'scripts'
  return isReservedName(text) ? 'reserved' : undefined
}

/** The name that others see: the person's, and whose they are. */
export function displayNameOf(personName: string, organisationName: string): string {
  return `${personName.normalize('NFC')} (${organisationName})`
}

/** The person's part of a name that `displayNameOf` made. */
export function personNameOf(displayName: string): string {
  return displayName.replace(/ \([^()]{1,120}\)$/, '')
}
