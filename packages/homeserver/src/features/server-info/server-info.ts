// What the server says about itself.
import { readFileSync } from 'node:fs'
import { MatrixError } from '@chappe/contract'
import type { RoomVersion } from '@chappe/core'
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { Accessible } from '../../pages/page.ts'
import type { CallSettings } from './calls.ts'
import { rtcTransportsOf, turnCredentialsOf } from './calls.ts'
import { pingDatabase } from './server-info-store.ts'

export type { CallSettings } from './calls.ts'

/** Whom to write to about this server. https://spec.matrix.org/v1.19/client-server-api/#getwell-knownmatrixsupport */
export interface SupportContacts {
  contacts?: readonly { role: string; matrixId?: string | undefined; emailAddress?: string | undefined }[] | undefined
  supportPage?: string | undefined
}

/** What the operations need. */
export interface ServerInfoDeps {
  db: Db
  clock: Clock
  settings: {
    publicUrl: string
    /** Unpadded base64 of the policy server's Ed25519 key. */
    policyServerKey?: string | undefined
    support?: SupportContacts | undefined
    passwordLogin: boolean
    ownDisplayName: boolean
    addressesByOwner: boolean
    /** Without it nobody can show that an address is theirs. */
    mailUrl?: string | undefined
    calls?: CallSettings | undefined
    accessibility?: { degree?: Accessible | undefined } | undefined
  }
}

/** The operations of this feature. */
export interface ServerInfo {
  /** The URL under which clients reach the server, without a slash at its end. */
  baseUrl: string
  /** How far an audit has found the service to conform. */
  accessible: Accessible
  /** Throws `M_NOT_FOUND` when none is configured. */
  getSupport(): SupportContacts
  /** The public keys of the policy server by algorithm; throws `M_NOT_FOUND` when none is configured. */
  getPolicyServerKeys(): Record<string, string>
  /** Credentials for TURN; nothing where none is offered. */
  turnCredentials(userId: string): ReturnType<typeof turnCredentialsOf>
  /** Where the SFU of calls is. */
  rtcTransports: ReturnType<typeof rtcTransportsOf>
  /** Throws the 503 answer when the database does not answer in time. */
  assertReady(): Promise<void>
  passwordLogin: boolean
  /** What people set of their own accounts. */
  ownDisplayName: boolean
  addressesByOwner: boolean
  version: string
}

/** The room version of new rooms. */
export const DEFAULT_ROOM_VERSION: RoomVersion = '12'

/** Every room version that can be created and joined. */
export const ROOM_VERSIONS: readonly RoomVersion[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12']

/** A monitor asks every few seconds; a database that takes longer than this serves nobody. */
const READY_WITHIN_MS = 2_000

/** Ties the operations to what they need. */
export function createServerInfo({ db, clock, settings }: ServerInfoDeps): ServerInfo {
  return {
    baseUrl: settings.publicUrl.replace(/\/+$/, ''),
    accessible: settings.accessibility?.degree ?? 'none',
    passwordLogin: settings.passwordLogin,
    ownDisplayName: settings.ownDisplayName,
    addressesByOwner: settings.addressesByOwner && settings.mailUrl !== undefined,
    version: readVersion(),
    turnCredentials: (userId) => turnCredentialsOf(settings.calls?.turn, userId, clock.now()),
    rtcTransports: rtcTransportsOf(settings.calls?.livekitServiceUrls ?? []),
    getSupport() {
      const { support } = settings
      const isEmpty = (support?.contacts ?? []).length === 0 && support?.supportPage === undefined
      if (support === undefined || isEmpty) throw new MatrixError('M_NOT_FOUND')
      return support
    },
    getPolicyServerKeys() {
      if (settings.policyServerKey === undefined) throw new MatrixError('M_NOT_FOUND')
      return { ed25519: settings.policyServerKey }
    },
    async assertReady() {
      if (await answersWithin(pingDatabase(db), READY_WITHIN_MS)) return
      throw new MatrixError('CHAPPE_UNAVAILABLE', { body: { status: 'unavailable', database: 'unavailable' } })
    },
  }
}

async function answersWithin(work: Promise<void>, limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs)
  })
  const done = work.then(
    () => true,
    () => false,
  )
  try {
    return await Promise.race([done, late])
  } finally {
    clearTimeout(timer)
  }
}

/** The version of this package: what is deployed is what is said. */
function readVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
  const manifest: unknown = JSON.parse(text)
  const hasVersion = typeof manifest === 'object' && manifest !== null && 'version' in manifest
  return hasVersion && typeof manifest.version === 'string' ? manifest.version : 'unknown'
}
