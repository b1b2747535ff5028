// The report held against the truth, thing by thing.
import type { ExposedFile, ExposedPerson, ExposedRoom } from '@chappe/ledger'
import type { Truth } from './truth.ts'

/** How what the report says stands to the truth: the same, more than arrived, or less. */
export type Verdict = 'exact' | 'more' | 'missing'

/** One thing. `shown` and `reported`: events of a room, bytes of a file; of a person 1. */
export interface ComparedThing {
  kind: 'room' | 'file' | 'person'
  id: string
  name: string | null
  shown: number
  reported: number
  verdict: Verdict
}

/** Everything that either of them names. */
export interface Comparison {
  verdict: Verdict
  things: ComparedThing[]
}

/** What a report says. */
export interface ReportedThings {
  rooms: readonly Pick<ExposedRoom, 'roomId' | 'name' | 'events' | 'isListed'>[]
  files: readonly Pick<ExposedFile, 'mxc' | 'name' | 'bytes' | 'class'>[]
  people: readonly Pick<ExposedPerson, 'userId' | 'displayName' | 'class'>[]
}

/** Compares. `self`: the account itself, of which it tells nothing that it was shown. */
export function compare(truth: Truth, report: ReportedThings, self: string): Comparison {
  const things = [...compareRooms(truth, report.rooms), ...compareFiles(truth, report.files), ...comparePeople(truth, report.people, self)]
  return { verdict: worstOf(things.map(({ verdict }) => verdict)), things }
}

function compareRooms(truth: Truth, rooms: ReportedThings['rooms']): ComparedThing[] {
  const reported = new Map(rooms.map((room) => [room.roomId, room]))
  const ids = new Set([...Object.keys(truth.rooms), ...rooms.filter((room) => delivered(room) > 0 || room.isListed).map(({ roomId }) => roomId)])
  return [...ids].toSorted(byText).map((id): ComparedThing => {
    const [seen, said] = [truth.rooms[id], reported.get(id)]
    const [shown, named] = [seen?.events.length ?? 0, said === undefined ? 0 : delivered(said)]
    // Of a room that was only listed, its name was shown.
    const isNamed = said !== undefined && (named > 0 || said.isListed)
    const verdict = seen !== undefined && !isNamed ? 'missing' : seen === undefined ? 'more' : verdictOf(shown, named)
    return { kind: 'room', id, name: said?.name ?? seen?.name ?? null, shown, reported: named, verdict }
  })
}

function delivered({ events }: Pick<ExposedRoom, 'events'>): number {
  return events.delivered + events.ciphertextOnly + events.keysReachable + events.unknown
}

function compareFiles(truth: Truth, files: ReportedThings['files']): ComparedThing[] {
  const reported = new Map(files.filter(isShown).map((file) => [file.mxc, file]))
  return [...new Set([...Object.keys(truth.files), ...reported.keys()])].toSorted(byText).map((id): ComparedThing => {
    const [shown, said] = [truth.files[id] ?? 0, reported.get(id)]
    const named = said?.bytes ?? 0
    return { kind: 'file', id, name: said?.name ?? null, shown, reported: named, verdict: verdictOf(shown, named) }
  })
}

function comparePeople(truth: Truth, people: ReportedThings['people'], self: string): ComparedThing[] {
  const reported = new Map(people.filter(isShown).map((person) => [person.userId, person]))
  const ids = new Set([...truth.people, ...reported.keys()])
  ids.delete(self)
  return [...ids].toSorted(byText).map((id): ComparedThing => {
    const [shown, said] = [truth.people.includes(id) ? 1 : 0, reported.get(id)]
    const named = said === undefined ? 0 : 1
    return { kind: 'person', id, name: said?.displayName ?? null, shown, reported: named, verdict: verdictOf(shown, named) }
  })
}

function isShown(each: { class: string }): boolean {
  return each.class !== 'reachable'
}

function verdictOf(shown: number, reported: number): Verdict {
  return reported === shown ? 'exact' : reported > shown ? 'more' : 'missing'
}

function worstOf(verdicts: readonly Verdict[]): Verdict {
  return verdicts.includes('missing') ? 'missing' : verdicts.includes('more') ? 'more' : 'exact'
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
