// Showing that an address is one's own: a mail with a code and a link, which is good once, for a while, and for few tries.
import { MatrixError } from '@chappe/contract'
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Db, Tx } from '../../db/pool.ts'
import type { Clock, Random } from '../../deps.ts'
import type { Mail, MailMessage } from '../../mail.ts'
import {
  countMails,
  deleteEnded,
  deleteProof,
  deleteProofsOf,
  findBySecret,
  findProof,
  insertProof,
  lockAddress,
  lockProof,
  replaceSecrets,
  setProved,
  takeTry,
} from './address-proofs-store.ts'

/** What the feature needs. */
export interface AddressProofsDeps {
  db: Db
  clock: Clock
  random: Random
  mail: Mail
}

/** What an address is shown for: what was shown for one thing counts for no other. */
export type ProofPurpose = 'register' | 'threepid' | 'password' | 'enrolment' | 'renewal' | 'missed_mail'

/** What the mail of a proof holds. */
export interface ProofSecrets {
  proofId: string
  /** Eight digits. */
  code: string
  /** For a link. */
  token: string
}

/** A proof to begin. */
export interface ProofWish {
  purpose: ProofPurpose
  /** As `parseAddress` gave it. */
  address: string
  lifetimeMs: number
  /**
   * Writes the mail. Undefined: none is sent and nothing proves the address, but whoever asked cannot tell. `secrets`
   * are of no use in a mail that says that the address is taken.
   */
  compose: ((secrets: ProofSecrets) => MailMessage) | undefined
  /** What a client keeps to itself, and how often it has asked. */
  client?: { secret: string; sendAttempt: number }
}

/** An address that was shown. */
export interface Proved {
  proofId: string
  purpose: ProofPurpose
  address: string
}

/** The operations. What is wrong, over, used up or unknown is one and the same: nothing is given back. */
export interface AddressProofs {
  /** Whether mails leave, so that there is a point in asking. */
  readonly isOn: boolean
  /** Sends the mail. Throws `M_LIMIT_EXCEEDED` where the address was sent several within an hour. */
  begin(wish: ProofWish): Promise<{ proofId: string }>
  /** What a link would prove, without proving it: programs open links as well. */
  peek(proofId: string, token: string): Promise<Proved | undefined>
  proveByLink(proofId: string, token: string): Promise<Proved | undefined>
  /** `secret` is what only whoever has proved it goes on with. */
  prove(proofId: string, by: { code: string } | { token: string }): Promise<(Proved & { secret: string }) | undefined>
  /** What was proved, for whoever keeps the secret. */
  find(proofId: string, secret: string, purpose: ProofPurpose): Promise<Proved | undefined>
  /** The same, used up by it. */
  take(tx: Tx, proofId: string, secret: string, purpose: ProofPurpose): Promise<Proved | undefined>
  /** Nothing that is under way for an address goes on. */
  endAllOf(address: string): Promise<void>
  /** Drops what is over. */
  sweep(): Promise<void>
}

const HOUR_MS = 3_600_000
const MAX_MAILS_PER_HOUR = 5
const MAX_TRIES = 5
/** How long whoever has proved an address may take to go on. */
const PROVED_MS = 30 * 60_000

/** Ties the operations to what they need. */
export function createAddressProofs(deps: AddressProofsDeps): AddressProofs {
  const { db, clock, random, mail } = deps

  async function prove(proofId: string, by: { code: string } | { token: string }, ownSecret: string | undefined): Promise<Proved | undefined> {
    const now = clock.now()
    const stored = isId(proofId) ? await takeTry(db, proofId, { now, max: MAX_TRIES }) : undefined
    const [given, hash] = 'code' in by ? [by.code, stored?.codeHash] : [by.token, stored?.linkHash]
    // The same work whether or not there is something to compare with.
    const fits = isSame(hash ?? NOTHING, hashOf(proofId, given))
    if (stored === undefined || !fits) return undefined
    const secretHash = ownSecret === undefined ? null : hashOf(proofId, ownSecret)
    const isFirst = await setProved(db, proofId, { now, secretHash, expiresAtMs: now + PROVED_MS })
    return isFirst ? provedOf(stored) : undefined
  }

  return {
    isOn: mail.isOn,
    begin: (wish) => begin(deps, wish),
    async peek(proofId, token) {
      const stored = isId(proofId) ? await findProof(db, proofId, clock.now()) : undefined
      return isSame(stored?.linkHash ?? NOTHING, hashOf(proofId, token)) && stored !== undefined ? provedOf(stored) : undefined
    },
    proveByLink: (proofId, token) => prove(proofId, { token }, undefined),
    async prove(proofId, by) {
      const secret = random.text(32)
      const proved = await prove(proofId, by, secret)
      return proved === undefined ? undefined : { ...proved, secret }
    },
    async find(proofId, secret, purpose) {
      return isId(proofId) ? provedIf(await findProof(db, proofId, clock.now()), secret, purpose) : undefined
    },
    async take(tx, proofId, secret, purpose) {
      const proved = isId(proofId) ? provedIf(await lockProof(tx, proofId, clock.now()), secret, purpose) : undefined
      if (proved !== undefined) await deleteProof(tx, proofId)
      return proved
    },
    endAllOf: (address) => deleteProofsOf(db, address),
    sweep: () => deleteEnded(db, clock.now() - HOUR_MS),
  }
}

async function begin(deps: AddressProofsDeps, wish: ProofWish): Promise<{ proofId: string }> {
  const { db, clock, random, mail } = deps
  const { purpose, address, client } = wish
  const now = clock.now()
  return db.transaction().execute(async (tx) => {
    await lockAddress(tx, address)
    const secretHash = client === undefined ? null : plainHashOf(client.secret)
    const known = secretHash === null ? undefined : await findBySecret(tx, { purpose, address, secretHash, now })
    const sendAttempt = client?.sendAttempt ?? 1
    // "If the server has sent an email for this attempt already, it does not send another": the client asks again
    // because it has not heard the answer.
    if (known !== undefined && (sendAttempt <= known.sendAttempt || known.provedAtMs !== null)) return { proofId: known.proofId }
    if ((await countMails(tx, address, now - HOUR_MS)) >= MAX_MAILS_PER_HOUR) {
      throw new MatrixError('M_LIMIT_EXCEEDED', { message: 'That address was sent several mails; try again later', fields: { retry_after_ms: HOUR_MS } })
    }
    const proofId = known?.proofId ?? random.text(24)
    const secrets = { proofId, code: randomCode(deps), token: random.text(32) }
    const isProvable = wish.compose !== undefined
    const hashes = { codeHash: isProvable ? hashOf(proofId, secrets.code) : null, linkHash: isProvable ? hashOf(proofId, secrets.token) : null }
    if (known === undefined) {
      await insertProof(tx, { ...wish, proofId, secretHash, ...hashes, sendAttempt, createdAtMs: now, expiresAtMs: now + wish.lifetimeMs })
    } else await replaceSecrets(tx, proofId, { ...hashes, sendAttempt })
    if (wish.compose !== undefined) await mail.send(wish.compose(secrets), tx)
    return { proofId }
  })
}

/** Eight digits, each sequence as likely as any other. */
function randomCode({ random }: AddressProofsDeps): string {
  const SPAN = 100_000_000
  const limit = Math.floor(2 ** 32 / SPAN) * SPAN
  for (;;) {
    const number = Buffer.from(random.bytes(4)).readUInt32BE()
    if (number < limit) return String(number % SPAN).padStart(8, '0')
  }
}

/** Ids come from pages and clients: what cannot be one never reaches the database. */
function isId(proofId: string): boolean {
  return /^[\w-]{1,64}$/.test(proofId)
}

/** Bound to its proof, so that one code or token never opens another. */
function hashOf(proofId: string, secret: string): Buffer {
  return createHash('sha256').update(`${proofId}\0${secret}`).digest()
}

/** What a client keeps: it has to be found again before there is a proof id. */
function plainHashOf(secret: string): Buffer {
  return createHash('sha256').update(`client\0${secret}`).digest()
}

/** Opened by nothing that anybody has. */
const NOTHING = createHash('sha256').update('nothing that anybody has').digest()

function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

interface Stored {
  proofId: string
  purpose: string
  address: string
  secretHash: Buffer | null
  provedAtMs: number | null
}

function provedIf(stored: Stored | undefined, secret: string, purpose: ProofPurpose): Proved | undefined {
  const hash = stored?.secretHash ?? NOTHING
  // Either the client's own, or what whoever proved it was given.
  const fits = isSame(hash, plainHashOf(secret)) || isSame(hash, hashOf(stored?.proofId ?? '', secret))
  return stored !== undefined && fits && stored.provedAtMs !== null && stored.purpose === purpose ? provedOf(stored) : undefined
}

const PURPOSES: readonly ProofPurpose[] = ['register', 'threepid', 'password', 'enrolment', 'renewal', 'missed_mail']

function provedOf({ proofId, purpose, address }: Stored): Proved {
  const known = PURPOSES.find((each) => each === purpose)
  if (known === undefined) throw new Error('a proof of an unknown purpose')
  return { proofId, purpose: known, address }
}
