// The record of reads made provable: the tree grows every second, a head is signed and cosigned every minute, and what is
// older than is kept goes once a day.
import type { Evidence } from '@chappe/ledger'
import { printVerifier } from '@chappe/ledger'
import type { Db } from '../../db/pool.ts'
import type { Clock, Logger, Random } from '../../deps.ts'
import { OutgoingError } from '../../outgoing/guarded-client.ts'
import type { Outgoing } from '../../outgoing/outgoing.ts'
import { loadSigningKeys, makeSigningKey } from '../../signing-keys.ts'
import type { EvidenceQuery, Notary, SignedHead } from './notary.ts'
import { createNotary } from './notary.ts'
import { ledgerPlatform } from './platform.ts'
import type { WitnessStanding } from './witnesses.ts'
import { createWitnesses } from './witnesses.ts'

/** What proving needs. */
export interface ProvenLedgerDeps {
  db: Db
  clock: Clock
  random: Random
  logger: Logger
  outgoing: Outgoing
  settings: {
    serverName: string
    /** The file of the key that signs; left out: one that lives as long as the process. */
    keyPath: string | undefined
    keepMonths: number
    witnesses: readonly { url: string; key: string }[]
  }
}

/** How the ledger stands. */
export interface LedgerStanding {
  /** How many rows are in the tree. */
  size: number
  /** What is wrong with the blocks, in words; undefined: each follows the one before it. */
  broken: string | undefined
  /** What was signed last. */
  head: SignedHead | undefined
  /** The key that signs it, as those who verify it are given it. */
  key: string
  witnesses: readonly WitnessStanding[]
}

/** The ledger, proven. */
export interface ProvenLedger extends Pick<Notary, 'read' | 'proveRows' | 'signNote' | 'forgottenUpTo'> {
  standing(): Promise<LedgerStanding>
  /** Signs what there is now and has it cosigned. */
  sign(): Promise<SignedHead>
  /** Rows with what proves them against a head that is signed now; see `Notary.prove`. */
  prove(query: EvidenceQuery): Promise<Evidence>
  /** Takes away at once the rows whose time is over; gives back how many blocks lost theirs. */
  forget(): Promise<number>
}

const ADVANCE_EVERY_MS = 1000
const SIGN_EVERY_MS = 60_000
const FORGET_EVERY_MS = 24 * 60 * 60 * 1000
const TIMEOUT_MS = 10_000
const ANSWER_BYTES_MAX = 4096
const MONTH_MS = 30.44 * 24 * 60 * 60 * 1000

/** Starts to prove; it ends when it is disposed of. */
export function startProvenLedger({ db, clock, random, logger, outgoing, settings }: ProvenLedgerDeps): ProvenLedger & AsyncDisposable {
  const { serverName, keyPath, keepMonths } = settings
  const key = keyPath === undefined ? makeSigningKey(random) : loadSigningKeys(keyPath, { random }).current
  const notary = createNotary({ db, clock, logger, key, settings: { origin: `${serverName}/ledger`, keepMs: keepMonths * MONTH_MS } })
  const client = outgoing.openClient({ maxSockets: 4, maxSocketsPerHost: 1, anyAddress: true })
  const post = postWith(client, outgoing)
  const witnesses = createWitnesses({ db, clock, logger, post, notary, settings })
  const sign = async (): Promise<SignedHead> => witnesses.cosign(await notary.sign())
  const timers = [
    startTimer(ADVANCE_EVERY_MS, () => notary.advance()),
    startTimer(SIGN_EVERY_MS, sign),
    startTimer(FORGET_EVERY_MS, () => notary.forget()),
  ]

  function startTimer(everyMs: number, act: () => Promise<unknown>): { end(): Promise<void> } {
    let running: Promise<unknown> | undefined
    const timer = setInterval(() => {
      running ??= act()
        .catch((error: unknown) => logger.warn({ err: error }, 'the record of reads was not taken on'))
        .finally(() => (running = undefined))
    }, everyMs)
    timer.unref()
    return {
      async end() {
        clearInterval(timer)
        await running
      },
    }
  }

  return {
    standing: async () => ({ ...(await notary.standing()), key: printVerifier(ledgerPlatform, notary.verifier), witnesses: await witnesses.standing() }),
    sign,
    read: notary.read,
    proveRows: notary.proveRows,
    signNote: notary.signNote,
    forgottenUpTo: notary.forgottenUpTo,
    forget: notary.forget,
    prove: async (query) => notary.prove(query, await sign()),
    async [Symbol.asyncDispose]() {
      await Promise.all(timers.map((timer) => timer.end()))
      await client[Symbol.asyncDispose]()
    },
  }
}

/** What a witness is asked with. It carries hashes and sizes, nothing of anybody. */
function postWith(client: ReturnType<Outgoing['openClient']>, { tap }: Outgoing): (url: string, text: string) => Promise<{ status: number; text: string }> {
  return async (url, text) => {
    try {
      const headers = { 'content-type': 'text/plain; charset=utf-8' }
      const { status, body } = await client.call({ method: 'POST', url, headers, body: tap.nothing(text), timeoutMs: TIMEOUT_MS, maxBytes: ANSWER_BYTES_MAX, plainHttp: true })
      return { status, text: body.toString('utf8') }
    } catch (error) {
      if (error instanceof OutgoingError) throw new Error(`it does not answer (${error.problem})`, { cause: error })
      throw error
    }
  }
}
