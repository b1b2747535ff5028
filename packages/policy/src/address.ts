// E-mail addresses as this house takes them: a small part of what RFC 5322 allows, in one spelling.
//
// What decides (the domain, which gives the organisation) and what is written to (the whole address) are parts of one
// text that was matched as a whole. Nothing is repaired, unquoted or decoded on the way: what differs from its own
// canonical form is refused, so that no two programs can read it differently.

/** A checked address. `address` is what mail is sent to, and `localPart` and `domain` are what it is made of. */
export interface MailAddress {
  /** Small letters, ASCII. */
  address: string
  localPart: string
  domain: string
}

const MAX_ADDRESS_OCTETS = 254
const MAX_LOCAL_OCTETS = 64
const MAX_DOMAIN_OCTETS = 253

/** Letters, digits and what people's addresses really hold. Source routes (`!`, `%`, `:`) and quotes are not among it. */
const LOCAL_PART = /^[a-z0-9_](?:[a-z0-9_'+-]*[a-z0-9_'+])?(?:\.[a-z0-9_'+-]+)*$/
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const TOP_LABEL = /^(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/
/** Before small letters are made: some letters outside ASCII (the Kelvin sign) become ASCII by that. */
const PRINTABLE = /^[\u0021-\u007e]+$/

/** The checked form of an address, or undefined where it is none that we take. */
export function parseAddress(text: string): MailAddress | undefined {
  if (text.length > MAX_ADDRESS_OCTETS || !PRINTABLE.test(text)) return undefined
  const address = text.toLowerCase()
  const parts = address.split('@')
  const [localPart = '', domainPart = ''] = parts
  const domain = parseDomain(domainPart)
  if (parts.length !== 2 || domain === undefined) return undefined
  if (localPart.length > MAX_LOCAL_OCTETS || !LOCAL_PART.test(localPart)) return undefined
  return { address, localPart, domain }
}

/**
 * The checked form of a domain: small letters, two labels or more, no address of a machine. A name outside ASCII is
 * taken in its ASCII form (`xn--...`) only, which the sender's program has made already.
 */
export function parseDomain(text: string): string | undefined {
  if (text.length > MAX_DOMAIN_OCTETS || !PRINTABLE.test(text)) return undefined
  const domain = text.toLowerCase()
  const labels = domain.split('.')
  if (labels.length < 2 || !TOP_LABEL.test(labels.at(-1) ?? '')) return undefined
  return labels.every(isLabel) ? domain : undefined
}

/** Labels with hyphens in the third and fourth place have a meaning of their own, and only one of those is ours. */
function isLabel(label: string): boolean {
  return LABEL.test(label) && (label.slice(2, 4) !== '--' || label.startsWith('xn--'))
}

/** Whether a mailbox is named with a tag (`jeanne+2`): one mailbox has as many such addresses as its owner likes. */
export function isTagged({ localPart }: MailAddress): boolean {
  return localPart.includes('+')
}
