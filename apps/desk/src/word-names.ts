// What people call the things that the server has names for. A thing without a word of its own keeps its name.
import type { Say } from './desk-context.tsx'
import type { WordKey } from './words/en.ts'
import { en } from './words/en.ts'

/** An operation of the desk. */
export const wordOperation = (operation: string, say: Say): string => wordOf('operation', operation, say)

/** A kind of alert. */
export const wordAlert = (kind: string, say: Say): string => wordOf('alert', kind, say)

/** An effect of a containment. */
export const wordEffect = (effect: string, say: Say): string => wordOf('effect', effect, say)

/** A kind of account. */
export const wordType = (type: string, say: Say): string => wordOf('type', type, say)

/** A state of an account. */
export const wordState = (state: string, say: Say): string => wordOf('state', state, say)

/** A part of what was found when an account was contained. */
export const wordFound = (name: string, say: Say): string => wordOf('found', name, say)

/** What somebody is in a room. */
export const wordMembership = (membership: string, say: Say): string => wordOf('membership', membership, say)

/** What a report is about. */
export const wordReport = (kind: string, say: Say): string => wordOf('report', kind, say)

/** How somebody was tricked. */
export const wordChoice = (choice: string, say: Say): string => wordOf('choice', choice, say)

/** What is known of an alert beside what it is: names and values of the server. */
export function wordAlertDetail(detail: Readonly<Record<string, unknown>>, say: Say): string {
  return Object.entries(detail).map(([name, value]) => (name === 'choice' ? wordChoice(String(value), say) : `${wordOf('alertDetail', name, say)} ${String(value)}`)).join(', ')
}

/** Why a room has no admin. */
export const wordHandover = (reason: string, say: Say): string => wordOf('handovers', reason, say)

/** Why the record of reads cannot be proven. */
export const wordLedgerProblem = (problem: string, say: Say): string => wordOf('ledgerProblem', problem, say)

/** The form of a conversation that was taken along. */
export const wordForm = (form: string, say: Say): string => wordOf('exports.form', form, say)

/** What became of something that a report names. */
export const wordClass = (name: string, say: Say): string => wordOf('exposureClass', name, say)

function wordOf(kind: string, name: string, say: Say): string {
  const key = `${kind}.${name}`
  return isWord(key) ? say(key) : name
}

function isWord(key: string): key is WordKey {
  return Object.hasOwn(en, key)
}
