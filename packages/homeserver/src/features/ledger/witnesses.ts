// Witnesses: other organisations' machines, which sign a head of the ledger when it goes on from the one they signed before.
// Whoever changes the ledger afterwards would have to change what they hold.
// https://github.com/C2SP/C2SP/blob/main/tlog-witness.md
import type { Note, NoteVerifier } from '@chappe/ledger'
import { confirmNote, parseNote, parseSignature, parseVerifier, printNote } from '@chappe/ledger'
import type { Db } from '../../db/pool.ts'
import type { Clock, Logger } from '../../deps.ts'
import type { Notary, SignedHead } from './notary.ts'
import { findWitness, upsertCheckpoint, upsertWitness } from './notary-store.ts'
import { ledgerPlatform } from './platform.ts'

/** What asking witnesses needs. */
export interface WitnessesDeps {
  db: Db
  clock: Clock
  logger: Logger
  /** Calls a witness. Throws, in words, where there is no answer. */
  post(url: string, text: string): Promise<{ status: number; text: string }>
  notary: Pick<Notary, 'proveGrowth'>
  settings: { witnesses: readonly { url: string; key: string }[] }
}

/** What is known of a witness. */
export interface WitnessStanding {
  name: string
  /** How many rows it has cosigned; 0: none yet. */
  size: number
  signedAtMs: number
  /** What it said when it did not sign, in its words. */
  problem: string | undefined
}

/** The witnesses. */
export interface Witnesses {
  readonly verifiers: readonly NoteVerifier[]
  /** Has a head signed by each; gives it back with the signatures it got. One that does not answer is asked next time. */
  cosign(head: SignedHead): Promise<SignedHead>
  standing(): Promise<readonly WitnessStanding[]>
}

const WORDS_MAX = 200

/** Ties the asking. Throws `LedgerFormatError` for a key that is none. */
export function createWitnesses(deps: WitnessesDeps): Witnesses {
  const { db, logger, settings } = deps
  const witnesses = settings.witnesses.map(({ url, key }) => ({ url, verifier: parseVerifier(ledgerPlatform, key) }))
  const problems = new Map<string, string>()

  return {
    verifiers: witnesses.map(({ verifier }) => verifier),
    async cosign(head) {
      let signed = head
      for (const witness of witnesses) {
        const { name } = witness.verifier
        try {
          signed = await askWitness(deps, witness, signed)
          problems.delete(name)
        } catch (error) {
          const problem = error instanceof Error ? error.message.slice(0, WORDS_MAX) : 'unknown'
          problems.set(name, problem)
          logger.warn({ witness: name, problem }, 'a witness did not sign the record of reads')
        }
      }
      if (signed !== head) await upsertCheckpoint(db, signed)
      return signed
    },
    standing: () =>
      Promise.all(
        witnesses.map(async ({ verifier: { name } }) => ({ name, ...((await findWitness(db, name)) ?? { size: 0, signedAtMs: 0 }), problem: problems.get(name) })),
      ),
  }
}

interface Witness {
  url: string
  verifier: NoteVerifier
}

async function askWitness(deps: WitnessesDeps, witness: Witness, head: SignedHead): Promise<SignedHead> {
  const { db } = deps
  const { name } = witness.verifier
  const known = (await findWitness(db, name))?.size ?? 0
  assertNotShorter(known, head.size)
  if (known === head.size && isSignedBy(head.note, witness.verifier)) return head
  let answer = await addCheckpoint(deps, witness, { earlier: known, head })
  // It says what it has signed last, where that is not what we thought.
  const actual = answer.status === 409 ? Number(/^\d{1,16}\n?$/.exec(answer.text)?.[0] ?? 'NaN') : Number.NaN
  if (Number.isSafeInteger(actual)) {
    assertNotShorter(actual, head.size)
    answer = await addCheckpoint(deps, witness, { earlier: actual, head })
  }
  if (answer.status !== 200) throw new Error(`it answered ${answer.status}: ${answer.text.slice(0, WORDS_MAX).trim()}`)
  const note = withSignature(head.note, answer.text, witness.verifier)
  await upsertWitness(db, { name, size: head.size, signedAtMs: deps.clock.now() })
  return { ...head, note }
}

function assertNotShorter(signed: number, size: number): void {
  if (signed > size) throw new Error(`it has signed ${signed} rows, and there are ${size}: rows are missing here`)
}

async function addCheckpoint({ post, notary }: WitnessesDeps, { url }: Witness, { earlier, head }: { earlier: number; head: SignedHead }): Promise<{ status: number; text: string }> {
  const proof = await notary.proveGrowth(earlier, head.size)
  const lines = [`old ${earlier}`, ...proof.map((hash) => ledgerPlatform.base64.encode(hash)), '', head.note]
  return post(`${url}/add-checkpoint`, lines.join('\n'))
}

/** A note with the line that a witness answered, if that is its signature. */
function withSignature(whole: string, lines: string, verifier: NoteVerifier): string {
  const note = parseNote(ledgerPlatform, whole)
  const added = lines.split('\n').filter((line) => line !== '').map((line) => parseSignature(ledgerPlatform, line))
  const both: Note = { ...note, signatures: [...note.signatures, ...added.filter(({ name }) => name === verifier.name)] }
  if (confirmNote(ledgerPlatform, both, [verifier]).length === 0) throw new Error('it answered without its signature')
  return printNote(ledgerPlatform, both)
}

function isSignedBy(whole: string, verifier: NoteVerifier): boolean {
  return confirmNote(ledgerPlatform, parseNote(ledgerPlatform, whole), [verifier]).length > 0
}
