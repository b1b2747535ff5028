// Words as a printer would set them: whoever writes a catalog types what the keyboard has.
import type { Language } from './languages.ts'

const NO_BREAK = '\u00A0'
/** French sets a narrow one before what stands high: semicolon, exclamation and question mark. */
const NARROW = '\u202F'

/** Sets a message; what stands in braces stays a message. */
export function typeset(message: string, language: Language): string {
  const curled = message.replaceAll(/(?<=[\p{L}\p{N}])'(?=[\p{L}{])/gu, '’')
  return language === 'fr' ? setFrench(curled) : curled
}

/** No line ends within “e-mail”, before a sign that belongs to what stands in front of it, nor between a number and its unit. */
function setFrench(text: string): string {
  return text
    .replaceAll(/\be-(?=mail)/g, 'e\u2011')
    .replaceAll(/ (?=[;!?])/g, NARROW)
    .replaceAll(/ (?=[:»%])|(?<=«) /g, NO_BREAK)
    .replaceAll(/(?<=\d) (?=\d{3}(?!\d))/g, NARROW)
    .replaceAll(/(?<=[\d}]) (?=(?:ko|Mo|Go|s|octets|jours|heures|lettres)(?![\p{L}\p{N}]))/gu, NO_BREAK)
}
