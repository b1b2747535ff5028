// What is made up for a drill: people, rooms, what they say to each other, and small files.

/** How many people talk. */
export const CAST = ['Exercise: Camille Perrin', 'Exercise: Noor Haddad', 'Exercise: Jules Weber'] as const

/** Whose account the intruder has. */
export const TARGET = 'Exercise: Dominique Laurent'

/** A room. `way`: how the account comes into it. */
export interface SceneRoom {
  title: string
  isEncrypted: boolean
  /** `in`: it is a member; `invited`: the intruder accepts for it; `waiting`: an invitation that stays one. */
  way: 'in' | 'invited' | 'waiting'
  messages: number
  files: readonly string[]
}

/** The rooms, a bounded number of them with a bounded number of messages. */
export const ROOMS: readonly SceneRoom[] = [
  { title: 'Coordination', isEncrypted: false, way: 'in', messages: 30, files: ['minutes.txt', 'contacts.csv'] },
  { title: 'Human resources', isEncrypted: false, way: 'in', messages: 20, files: ['leave.csv'] },
  { title: 'Budget', isEncrypted: false, way: 'invited', messages: 24, files: ['budget.csv', 'purchases.txt'] },
  { title: 'Night shift', isEncrypted: true, way: 'invited', messages: 15, files: [] },
  { title: 'Press', isEncrypted: false, way: 'waiting', messages: 6, files: ['statement.txt'] },
]

const SAID = [
  'The meeting is at ten, in the small room.',
  'Who has the list of last week?',
  'I have sent it to you, have a look at the second page.',
  'The van comes back on Thursday.',
  'Two people are ill today: who can take the desk?',
  'I can, from eleven.',
  'The invoice is in, the amount is not right.',
  'Then we send it back.',
  'Please, no names in this room.',
  'The heating is on again.',
] as const

/** What is said as message number `index`. */
export function lineOf(index: number): string {
  return `[exercise] ${SAID[index % SAID.length]} (${index + 1})`
}

/** What stands in a file: some kilobytes, each file others. */
export function fileOf(name: string, label: string): string {
  const head = `EXERCISE ${label}: nothing in this file is about anybody.\n${name}\n`
  return head + Array.from({ length: 60 + name.length }, (_, line) => `${line + 1};${lineOf(line)}`).join('\n')
}
