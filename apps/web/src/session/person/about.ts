// What a profile says of somebody beside name and picture: what they do, as their organisation says it, and how they are to
// be reached, as they say it themselves. Other programs write profiles too: everything is read field by field.
import type { Availability } from '@chappe/core'
import { AVAILABILITY_FIELD, parseAvailability } from '@chappe/core'
import type { Job } from '@chappe/policy'
import { NO_JOB, tidiedJob } from '@chappe/policy'
import { contentOf, fieldOf, nameOf, textOf } from '../read-content.ts'

/** What is known of somebody. */
export interface About {
  job: Job
  /** What they say of themselves; empty where nothing is said. */
  status: string
  /** When that is over; undefined: when they change it. */
  statusUntilMs: number | undefined
  /** When they are to be reached; undefined where they do not say. */
  availability: Availability | undefined
}

/** The fields of a profile. */
export const JOB = 'org.chappe.job'
export const STATUS = 'org.chappe.status'
export const STATUS_CHARS_MAX = 100

/** Before anything is known. */
export const NOTHING_KNOWN: About = { job: NO_JOB, status: '', statusUntilMs: undefined, availability: undefined }

/** Reads a profile, whatever stands there. */
export function aboutIn(profile: object): About {
  const fields = contentOf(profile)
  const job = contentOf(fieldOf(fields, JOB))
  const part = (key: keyof Job): string => textOf(fieldOf(job, key)).slice(0, 1000)
  const said = contentOf(fieldOf(fields, STATUS))
  const untilMs = fieldOf(said, 'until_ts')
  return {
    job: tidiedJob({ title: part('title'), service: part('service'), phone: part('phone'), place: part('place') }),
    status: nameOf(fieldOf(said, 'text')).slice(0, STATUS_CHARS_MAX),
    statusUntilMs: typeof untilMs === 'number' && Number.isSafeInteger(untilMs) ? untilMs : undefined,
    availability: parseAvailability(fieldOf(fields, AVAILABILITY_FIELD) as Parameters<typeof parseAvailability>[0]),
  }
}

/** A part of a job in one line, of bounded length. */
export function jobTextOf(value: unknown): string {
  return tidiedJob({ title: textOf(value).slice(0, 1000) }).title
}
