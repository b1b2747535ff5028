// The record of reads made provable: the tree grows every second, a head is signed and cosigned every minute, and what is
// older than is kept goes once a day.
import { createHmac } from 'node:crypto'
import type { ActSource, Evidence } from '@chappe/ledger'
import { printVerifier } from '@chappe/ledger'
import type { Database } from '../../db/pool.ts'
import type { Clock, Logger, Random } from '../../deps.ts'
import { OutgoingError } from '../../outgoing/guarded-client.ts'
import type { Outgoing } from '../../outgoing/outgoing.ts'
import { loadSigningKeys, makeSigningKey } from '../../signing-keys.ts'
import type { CheckedAct } from './acts.ts'
import { checkActs, proveActs } from './acts.ts'
import { insertStart, listActNumbers } from './acts-store.ts'
import type { EvidenceQuery, Notary, SignedHead } from './notary.ts'
import { createNotary } from './notary.ts'
import { createSigner } from './steps/signer.ts'
import { createTreeThread } from './tree-thread.ts'
import { ledgerPlatform } from './platform.ts'
import type { CountQuery, ReadCounts } from './read-counts.ts'
import { countReads } from './read-counts.ts'
import type { WitnessStanding } from './witnesses.ts'
import { createWitnesses } from './witnesses.ts'

/** What proving needs. */
export interface ProvenLedgerDeps {
  database: Pick<Database, 'db' | 'url'>
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
    /** The configuration by which the server runs: a digest of each part of it is on record. */
    effective: Readonly<Record<string, unknown>>
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
export interface ProvenLedger extends Pick<Notary, 'read' | 'rowsAt' | 'proveRows' | 'signManifest' | 'forgottenUpTo'> {
  standing(): Promise<LedgerStanding>
  /** Signs what there is now and has it cosigned. */
  sign(): Promise<SignedHead>
  /** Rows with what proves them against a head that is signed now; see `Notary.prove`. */
  prove(query: EvidenceQuery): Promise<Evidence>
  /** How each of these acts stands; what is on record of none is left out. Several of an act: the last one counts. */
  checkActs(source: ActSource, numbers: readonly number[]): Promise<CheckedAct[]>
  /** Numbers of acts that are on record, within a range, the highest first. */
  listActNumbers(source: ActSource, range: { from: number; to: number; limit: number }): Promise<number[]>
  /** These acts as they are on record, with what proves them against a head that is signed now. */
  proveActs(source: ActSource, numbers: readonly number[]): Promise<Evidence>
  /** How much an account was shown over time. */
  count(query: CountQuery): Promise<ReadCounts>
  /** Takes away at once the rows whose time is over; gives back how many blocks lost theirs. */
  forget(): Promise<number>
}

const ADVANCE_EVERY_MS = 1000
const SIGN_EVERY_MS = 60_000
const FORGET_EVERY_MS = 24 * 60 * 60 * 1000
const TIMEOUT_MS = 10_000
const ANSWER_BYTES_MAX = 4096
const MONTH_MS = 30.44 * 24 * 60 * 60 * 1000

/** Starts to prove, with what it was started by on record; it ends when it is disposed of. */
export async function startProvenLedger({ database: { db, url: databaseUrl }, clock, random, logger, outgoing, settings }: ProvenLedgerDeps): Promise<ProvenLedger & AsyncDisposable> {
  const { serverName, keyPath, keepMonths } = settings
  const key = keyPath === undefined ? makeSigningKey(random) : loadSigningKeys(keyPath, { random }).current
  const origin = `${serverName}/ledger`
  const growth = createTreeThread({ databaseUrl, logger, key: { seed: key.seed, publicKey: key.publicKey }, origin })
  const notary = createNotary({ db, clock, signer: createSigner(key, origin), growth, settings: { origin, keepMs: keepMonths * MONTH_MS } })
  const client = outgoing.openClient({ maxSockets: 4, maxSocketsPerHost: 1, anyAddress: true })
  const post = postWith(client, outgoing)
  const witnesses = createWitnesses({ db, clock, logger, post, notary, settings })
  const sign = async (): Promise<SignedHead> => witnesses.cosign(await notary.sign())
  await insertStart(db, { atMs: clock.now(), body: startBody(key.seed, settings.effective) })
  const acts = { db, clock, notary, witnesses: witnesses.verifiers }
  let isClosed = false
  const timers = [
    startTimer(ADVANCE_EVERY_MS, () => notary.advance()),
    startTimer(SIGN_EVERY_MS, sign),
    startTimer(FORGET_EVERY_MS, () => notary.forget()),
  ]

  function startTimer(everyMs: number, act: () => Promise<unknown>): { end(): void; ended(): Promise<unknown> } {
    let running: Promise<unknown> | undefined
    const timer = setInterval(() => {
      running ??= act()
        .catch((error: unknown) => {
          if (!isClosed) logger.warn({ err: error }, 'the record of reads was not taken on')
        })
        .finally(() => (running = undefined))
    }, everyMs)
    timer.unref()
    return { end: () => clearInterval(timer), ended: async () => running }
  }

  return {
    standing: async () => ({ ...(await notary.standing()), key: printVerifier(ledgerPlatform, notary.verifier), witnesses: await witnesses.standing() }),
    sign,
    read: notary.read,
    rowsAt: notary.rowsAt,
    proveRows: notary.proveRows,
    signManifest: notary.signManifest,
    forgottenUpTo: notary.forgottenUpTo,
    forget: notary.forget,
    // What is not in the tree yet, the last second, is left out.
    count: (query) => countReads(notary.read(query, Number.MAX_SAFE_INTEGER), query),
    prove: async (query) => notary.prove(query, await sign()),
    checkActs: (source, numbers) => checkActs(acts, source, numbers),
    listActNumbers: (source, range) => listActNumbers(db, source, range),
    proveActs: async (source, numbers) => proveActs(acts, await sign(), { source, numbers }),
    async [Symbol.asyncDispose]() {
      isClosed = true
      for (const timer of timers) timer.end()
      await growth[Symbol.asyncDispose]()
      await Promise.all(timers.map((timer) => timer.ended()))
      await client[Symbol.asyncDispose]()
    },
  }
}

/**
 * What is on record of a start: a digest of each part of the configuration, under the key of the ledger, so that secrets in it
 * cannot be guessed from it. Who has the key sees which parts were changed from one start to the next.
 */
function startBody(seed: Uint8Array, effective: Readonly<Record<string, unknown>>): string {
  const digests = Object.keys(effective)
    .toSorted()
    .map((name) => [name, createHmac('sha256', seed).update(canonical(effective[name])).digest('base64').slice(0, 22)])
  return JSON.stringify({ configuration: Object.fromEntries(digests) })
}

function canonical(value: unknown): string {
  const sorted = (_: string, each: unknown): unknown =>
    typeof each === 'object' && each !== null && !Array.isArray(each) ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1))) : each
  return JSON.stringify(value, sorted) ?? ''
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
