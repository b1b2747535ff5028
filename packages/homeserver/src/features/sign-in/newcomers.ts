// How somebody comes in who has never been here: what the page to sign in on says of it, and what an application has said
// of who comes. Nothing of this depends on whether there is an account.
import { parseAddress } from '@chappe/policy'

/** Somebody by user id and number. */
interface Who {
  userId: string
  userNid: number
}

/** How the people of a mail domain come in. */
export type DomainRule = 'open' | 'invitation' | 'directory' | 'unknown'

/** What makes accounts. */
export interface Newcomers {
  /** By a name and a password, where anybody may. */
  registration: {
    onPage: { takesToken: boolean } | undefined
    register(input: { username: string; password: string; token: string }): Promise<Who>
  }
  /** Whether people enrol by their address of work: mails have to leave. */
  takesAddresses(): boolean
  ruleOf(domain: string): Promise<DomainRule>
}

/** What the page says to whoever has never been here. `href`: where they begin. */
export type WayIn =
  | { kind: 'register'; href: string }
  | { kind: 'address'; href: string; rule: DomainRule | undefined; address: string | undefined }
  | { kind: 'link' }

/** What an application said of who comes, as far as it is of use. */
export interface Hint {
  /** For the field of the name. */
  user: string
  address: string | undefined
}

const MATRIX_ID = /^(?:mxid:)?@([^:\s]{1,250}):(\S{1,255})$/

/** Reads `login_hint`: an address, or a user id (MSC4198). A text that is neither is left out. */
export function hintOf(text: string | undefined, serverName: string): Hint {
  const given = (text ?? '').trim()
  const [, localpart = '', server] = MATRIX_ID.exec(given) ?? []
  if (server !== undefined) return { user: server === serverName ? localpart : '', address: undefined }
  const address = parseAddress(given)?.address
  return { user: address ?? '', address }
}

/** The way in for somebody who comes with a hint, or without. */
export async function wayInOf(newcomers: Newcomers, path: string, { user, address }: Hint): Promise<WayIn> {
  const query = new URLSearchParams({ continue: path })
  if (newcomers.registration.onPage !== undefined) {
    if (user !== '' && address === undefined) query.set('user', user)
    return { kind: 'register', href: `/register?${query.toString()}` }
  }
  if (!newcomers.takesAddresses()) return { kind: 'link' }
  if (address !== undefined) query.set('address', address)
  const rule = address === undefined ? undefined : await newcomers.ruleOf(address.slice(address.lastIndexOf('@') + 1))
  return { kind: 'address', href: `/enrol?${query.toString()}`, rule, address }
}
