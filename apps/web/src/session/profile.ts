// One's own name and picture, as others see them.
import type { SignedIn } from '@chappe/ui/sign-in'
import type { MatrixClient } from 'matrix-js-sdk'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'

/** One's own name and picture. */
export interface Profile {
  name: string
  /** `mxc:` */
  pictureUrl: string | undefined
  /** Whether the server lets people name themselves; where it does not, the directory does. */
  canSetName: boolean
}

/** What can be done with them. */
export interface Profiles {
  state: Live<Profile>
  setName(name: string): Promise<void>
  /** Rejects what is no picture, or too large. */
  setPicture(file: File): Promise<void>
  /** The picture itself, small; undefined where there is none. */
  readPicture(): Promise<Blob | undefined>
}

const NAME_CHARS_MAX = 128
const PICTURE_BYTES_MAX = 5 * 1024 * 1024
const PICTURE_TYPES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif'])
const PICTURE_PX = 192

/** Begins to follow them. */
export function openProfile(client: MatrixClient, signedIn: SignedIn): Profiles {
  const me = client.getSafeUserId()
  const state = createStore<Profile>(() => ({ name: client.getUser(me)?.displayName ?? me, pictureUrl: undefined, canSetName: false }))

  async function look(): Promise<void> {
    const [{ displayname, avatar_url: pictureUrl }, capabilities] = await Promise.all([client.getProfileInfo(me), client.getCapabilities()])
    state.setState({ name: displayname ?? me, pictureUrl, canSetName: maySetName(capabilities) }, true)
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
    async readPicture() {
      const url = client.mxcUrlToHttp(state.getState().pictureUrl ?? '', PICTURE_PX, PICTURE_PX, 'crop', false, false, true)
      if (url === null || url === '') return undefined
      const response = await signedIn.fetch(url)
      return response.ok ? response.blob() : undefined
    },
  }
}

/** https://spec.matrix.org/v1.19/client-server-api/#mprofile_fields-capability */
function maySetName(capabilities: Readonly<Record<string, unknown>>): boolean {
  const { enabled, disallowed } = (capabilities['m.profile_fields'] ?? {}) as Readonly<Record<string, unknown>>
  const { enabled: before } = (capabilities['m.set_displayname'] ?? {}) as Readonly<Record<string, unknown>>
  return enabled !== false && before !== false && !(Array.isArray(disallowed) && disallowed.includes('displayname'))
}
