// `chappe sign-code`: a witness, or whoever makes releases, puts their name to a list of code that they have built themselves.
import { readFileSync } from 'node:fs'
import { parseCodeList, printCodeList } from '@chappe/contract'
import type { Note } from '@chappe/ledger'
import { cosignedMessage, LedgerFormatError, packCosignature, parseNote, printNote } from '@chappe/ledger'
import { CommandError } from './command-error.ts'
import { platform } from './ledger-platform.ts'
import { openKey } from './witness.ts'

/** What the command is given. */
export interface SignCodeOptions {
  /** The folder of the witness. */
  readonly dir: string
}

/** Prints a list with one signature more. Throws `CommandError` for what is no list. */
export function signCode(file: string, { dir }: SignCodeOptions): void {
  const { self, sign } = openKey(dir)
  const { text, signatures } = parse(file, readList(file))
  const list = parseCodeList(text)
  // Signed is what was read, and nothing that only looks like it.
  if (list === undefined || printCodeList(list) !== text) throw new CommandError(`${file} holds no list of code`)
  const timeS = Math.floor(Date.now() / 1000)
  const bytes = packCosignature(timeS, sign(cosignedMessage(platform, text, timeS)))
  const others = signatures.filter(({ name }) => name !== self.name)
  process.stdout.write(printNote(platform, { text, signatures: [...others, { name: self.name, keyHash: self.keyHash, bytes }] }))
}

/** A list that nobody has signed is no note yet. */
function parse(file: string, whole: string): Pick<Note, 'text' | 'signatures'> {
  if (!whole.includes('\n\n')) return { text: whole, signatures: [] }
  try {
    return parseNote(platform, whole)
  } catch (error) {
    if (error instanceof LedgerFormatError) throw new CommandError(`${file} holds no list of code`)
    throw error
  }
}

function readList(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${error instanceof Error ? error.message : 'unknown'}`)
  }
}
