// One's own name, picture and status, as others see them; and the status of others.
import { deleteProfileField, setProfileField } from '@chappe/contract'
import type { SignedIn } from '@chappe/ui/sign-in'
import type { MatrixClient } from 'matrix-js-sdk'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'
import { callOwn } from './own-api.ts'
import { contentOf, fieldOf, nameOf } from './read-content.ts'

/** One's own name and picture. */
export interface Profile {
  name: string
  /** `mxc:` */
  pictureUrl: string | undefined
  /** Whether the server lets people name themselves; where it does not, the directory does. */
  canSetName: boolean
  /** What one says of oneself at present, such as when one is back; empty where nothing is said. */
  status: string
}

/** What can be done with them. */
export interface Profiles {
  state: Live<Profile>
  setName(name: string): Promise<void>
  /** Rejects what is no picture, or too large. */
  setPicture(file: File): Promise<void>
  /** Says it; an empty text takes it back. */
  setStatus(text: string): Promise<void>
  /** What somebody says of themselves at present; empty where nothing is said. Asked again after ten minutes. */
  statusOf(userId: string): Promise<string>
  /** The picture itself, small; undefined where there is none. */
  readPicture(): Promise<Blob | undefined>
}

const NAME_CHARS_MAX = 128
const PICTURE_BYTES_MAX = 5 * 1024 * 1024
const PICTURE_TYPES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif'])
const PICTURE_PX = 192
/** The field of a profile. */
const STATUS = 'org.chappe.status'
const STATUS_CHARS_MAX = 100
const STATUS_FOR_MS = 10 * 60_000
const STATUSES_KEPT = 500

/** Begins to follow them. */
export function openProfile(client: MatrixClient, signedIn: SignedIn): Profiles {
  const me = client.getSafeUserId()
  const state = createStore<Profile>(() => ({ name: client.getUser(me)?.displayName ?? me, pictureUrl: undefined, canSetName: false, status: '' }))
  const statuses = new Map<string, { atMs: number; text: Promise<string> }>()

  async function look(): Promise<void> {
    const [profile, capabilities] = await Promise.all([client.getProfileInfo(me), client.getCapabilities()])
    const { displayname, avatar_url: pictureUrl } = profile
    state.setState({ name: displayname ?? me, pictureUrl, canSetName: maySetName(capabilities), status: statusIn(profile) }, true)
  }

  void look().catch(() => undefined)
  return {
    state,
    async setName(name) {
      await client.setDisplayName(name.trim().slice(0, NAME_CHARS_MAX))
      await look()
    },
    async setPicture(file) {
      if (!PICTURE_TYPES.has(file.type) || file.size > PICTURE_BYTES_MAX) throw new RangeError('this is no picture for a profile')
      const { content_uri: url } = await client.uploadContent(file, { includeFilename: false })
      await client.setAvatarUrl(url)
      await look()
    },
    async setStatus(text) {
      const params = { userId: me, keyName: STATUS }
      const said = text.trim().slice(0, STATUS_CHARS_MAX)
      if (said === '') await callOwn(client, deleteProfileField, { params })
      else await callOwn(client, setProfileField, { params, body: { [STATUS]: { text: said } } })
      await look()
    },
    statusOf(userId) {
      const known = statuses.get(userId)
      if (known !== undefined && Date.now() - known.atMs < STATUS_FOR_MS) return known.text
      const text = client.getProfileInfo(userId).then(statusIn, () => '')
      if (statuses.size >= STATUSES_KEPT) statuses.clear()
      statuses.set(userId, { atMs: Date.now(), text })
      return text
    },
    async readPicture() {
      const url = client.mxcUrlToHttp(state.getState().pictureUrl ?? '', PICTURE_PX, PICTURE_PX, 'crop', false, false, true)
      if (url === null || url === '') return undefined
      const response = await signedIn.fetch(url)
      return response.ok ? response.blob() : undefined
    },
  }
}

/** The status in a profile, whatever else stands there. */
function statusIn(profile: object): string {
  const said = contentOf(fieldOf(contentOf(profile), STATUS))
  return nameOf(fieldOf(said, 'text')).slice(0, STATUS_CHARS_MAX)
}

/** https://spec.matrix.org/v1.19/client-server-api/#mprofile_fields-capability */
function maySetName(capabilities: Readonly<Record<string, unknown>>): boolean {
  const { enabled, disallowed } = (capabilities['m.profile_fields'] ?? {}) as Readonly<Record<string, unknown>>
  const { enabled: before } = (capabilities['m.set_displayname'] ?? {}) as Readonly<Record<string, unknown>>
  return enabled !== false && before !== false && !(Array.isArray(disallowed) && disallowed.includes('displayname'))
}
