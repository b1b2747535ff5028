// Works out behind the requests what would take a request too long: one after the other, in the order in which they were
// asked for. How far one is is written down; what a process that ended has left, the next one begins anew.
import type { Db } from '@chappe/homeserver/ports'
import type { Background } from './background.ts'
import { startInBackground } from './background.ts'
import type { JobStore } from './jobs-store.ts'
import type { DeskPorts } from './ports.ts'

export type { JobState, JobStore } from './jobs-store.ts'
export { jobStore } from './jobs-store.ts'

/** Nothing can be said, and by which code people are told why. */
export class JobFailure<Failure extends string> extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure)
    this.failure = failure
  }
}

/** Tells the part that is done, from 0 to 1. Throws to end the work: it was cancelled, or the process is about to stop. */
export type Progress = (done: number) => Promise<void>

/** A kind of work. */
export interface JobKind<Failure extends string> {
  store: JobStore<Failure>
  /** What it is in the log. */
  name: string
  /** Works one out; gives back the JSON text of what was found. Throws a `JobFailure` where nothing can be said. */
  work(nid: number, progress: Progress): Promise<string>
  /** Is done before anything is taken up, and so often besides. */
  tidy?: { everyMs: number; work(db: Db): Promise<void> }
}

/** Written down for each hundredth: that is what people see, and where a cancellation is noticed. */
const STEP = 0.01

/** It was cancelled, or the process is about to stop: nothing more is to be said of it. */
class Ended extends Error {}

/** Starts with what was left. */
export function startJobs<Failure extends string>(ports: DeskPorts, kind: JobKind<Failure>): Background {
  const { db, logger } = ports.ground
  const { tidy, store, name } = kind
  return startInBackground(
    async (isClosed) => {
      await tidy?.work(db)
      for (let next = await store.takeNext(db); next !== undefined && !isClosed(); next = await store.takeNext(db)) await workOne(ports, kind, { nid: next, isClosed })
    },
    { ...(tidy === undefined ? {} : { everyMs: tidy.everyMs }), failed: (error) => logger.error({ err: error, job: name }, 'what was asked for could not be taken up') },
  )
}

async function workOne<Failure extends string>(ports: DeskPorts, { store, name, work }: JobKind<Failure>, { nid, isClosed }: { nid: number; isClosed: () => boolean }): Promise<void> {
  const { db, clock, logger } = ports.ground
  let written = -1
  try {
    const result = await work(nid, async (done) => {
      if (isClosed()) throw new Ended()
      if (done - written < STEP) return
      written = done
      if (!(await store.setProgress(db, nid, Math.min(1, done)))) throw new Ended()
    })
    await store.setDone(db, nid, { result, atMs: clock.now() })
  } catch (error) {
    if (error instanceof Ended || isClosed()) return
    if (!(error instanceof JobFailure)) logger.error({ err: error, job: name, nid }, 'what was asked for could not be worked out')
    await store.setFailed(db, nid, error instanceof JobFailure ? error.failure : 'broken')
  }
}
