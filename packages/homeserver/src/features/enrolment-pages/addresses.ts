// What enrolment by an address asks of whoever proves addresses.
import type { Language } from '../../pages/language.ts'

/** Somebody by user id and number. */
export interface Who {
  userId: string
  userNid: number
}

/** An address that was shown to be somebody's. */
export interface Proved {
  enrolmentId: string
  secret: string
  address: string
  organisationName: string
  /** The name that a directory has; undefined: whoever enrols says it. */
  givenName: string | undefined
}

/** What proves addresses and makes their accounts. */
export interface Addresses {
  /** Whether mails leave, so that anybody can enrol. */
  readonly isOn: boolean
  /** Sends a code, and tells nobody whether there is an account. */
  begin(address: string, language: Language): Promise<{ enrolmentId: string; isDomainKnown: boolean }>
  prove(enrolmentId: string, by: { code: string } | { token: string }): Promise<Proved>
  complete(input: { enrolmentId: string; secret: string; name?: string | undefined }): Promise<Who>
}
