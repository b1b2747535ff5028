// What somebody does in their organisation, as its directory or its admin says it; never as they say it themselves.
import type { AccountType } from './account.ts'
import { accountTypePolicyOf } from './account-type.ts'

/** A job; what is not known is empty. */
export interface Job {
  title: string
  /** The part of the organisation they work in. */
  service: string
  /** Of the office. */
  phone: string
  /** Where the office is. */
  place: string
}

/** How many characters each part has at most. */
export const JOB_CHARS_MAX: Readonly<Record<keyof Job, number>> = { title: 120, service: 120, phone: 40, place: 120 }

/** Nothing is known. */
export const NO_JOB: Job = { title: '', service: '', phone: '', place: '' }

/**
 * What is said of a job, as it is kept: one line each, without what turns or hides text, cut to its length. Nobody stays
 * out of their account because a directory says more than that.
 */
export function tidiedJob(said: Partial<Record<keyof Job, string | undefined>>): Job {
  return {
    title: tidied(said.title, JOB_CHARS_MAX.title),
    service: tidied(said.service, JOB_CHARS_MAX.service),
    phone: tidied(said.phone?.replaceAll(/[^0-9+(). /-]/g, ' '), JOB_CHARS_MAX.phone),
    place: tidied(said.place, JOB_CHARS_MAX.place),
  }
}

function tidied(text: string | undefined, charsMax: number): string {
  const line = (text ?? '').normalize('NFC').replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ').replaceAll(/[\p{Cf}\p{Co}\p{Cs}]/gu, '')
  return Array.from(line.replaceAll(/\s+/g, ' ').trim()).slice(0, charsMax).join('').trim()
}

/** Whether two jobs are the same. */
export function isSameJob(a: Job, b: Job): boolean {
  return a.title === b.title && a.service === b.service && a.phone === b.phone && a.place === b.place
}

/** Who asks for somebody's job. */
export interface JobViewer {
  accountType: AccountType
  /** On a device that waits to be let in. */
  isOnProbation: boolean
  isSelf: boolean
  isSameOrganisation: boolean
  sharesRoom: boolean
}

/**
 * Which parts of a job somebody sees. Who may find people sees title and service; where the office is and how it is
 * called is for colleagues of the same organisation and of common rooms. Externals see nothing of it.
 */
export function jobPartsFor({ accountType, isOnProbation, isSelf, isSameOrganisation, sharesRoom }: JobViewer): readonly (keyof Job)[] {
  if (isSelf) return ['title', 'service', 'phone', 'place']
  if (!accountTypePolicyOf(accountType).findsOthers) return []
  if (isOnProbation) return isSameOrganisation ? ['title', 'service'] : []
  return isSameOrganisation || sharesRoom ? ['title', 'service', 'phone', 'place'] : ['title', 'service']
}
