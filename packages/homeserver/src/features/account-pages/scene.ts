// What the pages of an account show.
import type { Language } from '../../pages/language.ts'
import type { WebSession } from '../../web-session.ts'

/** What a page is made from. */
export interface Scene {
  language: Language
  session: WebSession
  /** What has just been done, as a word of the pages. */
  did: string | undefined
}

/** A device as its owner sees it. */
export interface OwnDevice {
  deviceNid: number
  deviceId: string
  displayName: string | null
  lastSeenIp: string | null
  lastSeenAtMs: number | null
  onProbationSinceMs: number | null
}

/** A profile as its owner sees it. */
export interface OwnProfile {
  displayName: string | undefined
  addresses: readonly string[]
  /** Whether people choose their name here. */
  mayChangeName: boolean
  /** Other identity providers that somebody may link with their account. */
  providers: readonly { id: string; name: string; issuer: string }[]
}

/** A passkey as its owner sees it. */
export interface OwnPasskey {
  passkeyNid: number
  name: string
  isBackedUp: boolean
  createdAtMs: number
  lastUsedAtMs: number | undefined
  copySeenAtMs: number | undefined
}

/** A device that waits for a touch. */
export interface WaitingDevice {
  ticket: string
  userId: string
  deviceId: string
  displayName: string | undefined
  lastSeenIp: string | undefined
  act: string
}
