// Cases: investigations, with what people note in them and what was found when an account was contained.
import { MatrixError } from '@chappe/contract'
import type { Tx } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../ports.ts'
import type { Audit, Doer } from '../audit/audit.ts'
import type { NewNote, StoredCase, StoredNote } from './cases-store.ts'
import { findCase, insertCase, insertNote, listCases, listNotes, setCaseAware, setCaseClosed, setCaseDrill } from './cases-store.ts'

export type { StoredCase, StoredNote } from './cases-store.ts'

/** The operations. What takes the number of a case throws `M_NOT_FOUND` where there is none. */
export interface Cases {
  open(doer: Doer, title: string): Promise<StoredCase>
  list(page: { from: number; limit: number }): Promise<StoredCase[]>
  get(caseNid: number): Promise<StoredCase & { notes: StoredNote[] }>
  note(doer: Doer, caseNid: number, body: string): Promise<number>
  /** Starts the clock of 72 hours, or stops it (null). Throws `M_BAD_STATE` where the case is closed, `M_INVALID_PARAM` for a moment to come. */
  setAware(doer: Doer, caseNid: number, aware: { awareAtMs: number | null; reason: string }): Promise<StoredCase>
  /** The same within a transaction of somebody else, who has it on record; false where the case is closed. */
  setAwareIn(tx: Tx, caseNid: number, aware: { awareAtMs: number | null; reason: string; userNid: number | null }): Promise<boolean>
  close(doer: Doer, caseNid: number, reason: string): Promise<void>
  /** Throws where something is said to be of a case that there is not. */
  assertThere(caseNid: number | undefined): Promise<void>
  /** Within a transaction: the case something belongs to, opened where none is named. */
  ensure(tx: Tx, caseNid: number | undefined, fresh: { title: string; openedBy: number | null }): Promise<number>
  /**
   * Within a transaction, before something is done in a case: keeps drills apart from what is real. A case in which nothing was
   * done yet becomes that of the drill. Throws `M_BAD_STATE` where it is of the other kind.
   */
  keepApart(tx: Tx, caseNid: number, isExercise: boolean): Promise<void>
  /** Within a transaction: writes a note. */
  write(tx: Tx, note: Omit<NewNote, 'atMs'>): Promise<number>
}

const MAX_NOTES = 1000
const MAX_TITLE_CHARS = 200

/** Ties the operations. */
export function createCases(ports: DeskPorts, audit: Audit): Cases {
  const { db, clock } = ports.ground
  async function get(caseNid: number): Promise<StoredCase> {
    const found = await findCase(db, caseNid)
    if (found === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such case' })
    return found
  }
  const write = (tx: Tx, note: Omit<NewNote, 'atMs'>): Promise<number> => insertNote(tx, { ...note, atMs: clock.now() })
  async function setAwareIn(tx: Tx, caseNid: number, { awareAtMs, reason, userNid }: { awareAtMs: number | null; reason: string; userNid: number | null }): Promise<boolean> {
    if (!(await setCaseAware(tx, caseNid, { awareAtMs, userNid }))) return false
    const since = awareAtMs === null ? '-' : new Date(awareAtMs).toISOString()
    await write(tx, { caseNid, writtenBy: userNid, kind: 'aware', body: `${since}\n${reason}` })
    return true
  }

  return {
    open: (doer, title) =>
      audit.act(doer, { operation: 'openDeskCase', target: title, reason: '' }, async ({ userNid, done }) => {
        const caseNid = await db.transaction().execute(async (tx) => {
          const made = await insertCase(tx, { title, openedBy: userNid, atMs: clock.now() })
          await done(tx, { caseNid: made })
          return made
        })
        return get(caseNid)
      }),
    list: (page) => listCases(db, page),
    get: async (caseNid) => ({ ...(await get(caseNid)), notes: await listNotes(db, caseNid, MAX_NOTES) }),
    note: (doer, caseNid, body) =>
      audit.act(doer, { operation: 'addDeskNote', target: `case ${caseNid}`, reason: '', caseId: caseNid }, async ({ userNid, done }) => {
        await get(caseNid)
        return db.transaction().execute(async (tx) => {
          const noteNid = await write(tx, { caseNid, writtenBy: userNid, kind: 'note', body })
          await done(tx)
          return noteNid
        })
      }),
    setAwareIn,
    setAware: (doer, caseNid, { awareAtMs, reason }) =>
      audit.act(doer, { operation: 'setDeskCaseAware', target: `case ${caseNid}`, reason, caseId: caseNid }, async ({ userNid, done }) => {
        if (awareAtMs !== null && awareAtMs > clock.now()) throw new MatrixError('M_INVALID_PARAM', { message: 'That moment is still to come' })
        await get(caseNid)
        await db.transaction().execute(async (tx) => {
          if (!(await setAwareIn(tx, caseNid, { awareAtMs, reason, userNid }))) throw new MatrixError('M_BAD_STATE', { message: 'That case is closed' })
          await done(tx)
        })
        return get(caseNid)
      }),
    close: (doer, caseNid, reason) =>
      audit.act(doer, { operation: 'closeDeskCase', target: `case ${caseNid}`, reason, caseId: caseNid }, async ({ userNid, done }) => {
        await get(caseNid)
        await db.transaction().execute(async (tx) => {
          if (!(await setCaseClosed(tx, caseNid, clock.now()))) throw new MatrixError('M_BAD_STATE', { message: 'That case is closed already' })
          await write(tx, { caseNid, writtenBy: userNid, kind: 'closing', body: reason })
          await done(tx)
        })
      }),
    async assertThere(caseNid) {
      if (caseNid !== undefined) await get(caseNid)
    },
    async keepApart(tx, caseNid, isExercise) {
      const drillNid = (await findCase(tx, caseNid))?.drillNid ?? null
      const isOfDrill = drillNid !== null || (isExercise && (await setCaseDrill(tx, caseNid)))
      if (isExercise && !isOfDrill) throw new MatrixError('M_BAD_STATE', { message: 'That case is about real people: open another one for the drill' })
      if (!isExercise && isOfDrill) throw new MatrixError('M_BAD_STATE', { message: 'That case belongs to a drill: open another one for what is real' })
    },
    async ensure(tx, caseNid, { title, openedBy }) {
      return caseNid ?? insertCase(tx, { title: title.slice(0, MAX_TITLE_CHARS), openedBy, atMs: clock.now() })
    },
    write,
  }
}
