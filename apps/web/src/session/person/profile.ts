// One's own name, picture and status, as others see them; and the status of others.
import { deleteProfileField, setProfileField } from '@chappe/contract'
import type { Availability } from '@chappe/core'
import { AVAILABILITY_FIELD, formatAvailability } from '@chappe/core'
import type { SignedIn } from '@chappe/ui/sign-in'
import type { MatrixClient } from 'matrix-js-sdk'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { About } from './about.ts'
import { aboutIn, NOTHING_KNOWN, STATUS, STATUS_CHARS_MAX } from './about.ts'
import { callOwn } from '../own-api.ts'

/** One's own name and picture, and what is said of one. */
export interface Profile {
  name: string
  /** `mxc:` */
  pictureUrl: string | undefined
  /** Whether the server lets people name themselves; where it does not, the directory does. */
  canSetName: boolean
  /** What one does and says of oneself, as others see it. */
  about: About
}

/** What can be done with them. */
export interface Profiles {
  state: Live<Profile>
  setName(name: string): Promise<void>
  /** Rejects what is no picture, or too large. */
  setPicture(file: File): Promise<void>
  /** Says it until a moment, or until it is changed; an empty text takes it back. */
  setStatus(text: string, untilMs: number | undefined): Promise<void>
  /** Says when one is to be reached; undefined takes it back. */
  setAvailability(availability: Availability | undefined): Promise<void>
  /** What is known of somebody beside their name. Asked again after ten minutes. */
  aboutOf(userId: string): Promise<About>
  /** The picture itself, small; undefined where there is none. */
  readPicture(): Promise<Blob | undefined>
}

const NAME_CHARS_MAX = 128
const PICTURE_BYTES_MAX = 5 * 1024 * 1024
const PICTURE_TYPES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif'])
const PICTURE_PX = 192
const ABOUT_FOR_MS = 10 * 60_000
const ABOUTS_KEPT = 500

/** Begins to follow them. */
export function openProfile(client: MatrixClient, signedIn: SignedIn): Profiles {
  const me = client.getSafeUserId()
  const state = createStore<Profile>(() => ({ name: client.getUser(me)?.displayName ?? me, pictureUrl: undefined, canSetName: false, about: NOTHING_KNOWN }))
  const abouts = new Map<string, { atMs: number; about: Promise<About> }>()

  async function look(): Promise<void> {
    const [profile, capabilities] = await Promise.all([client.getProfileInfo(me), client.getCapabilities()])
    const { displayname, avatar_url: pictureUrl } = profile
    state.setState({ name: displayname ?? me, pictureUrl, canSetName: maySetName(capabilities), about: aboutIn(profile) }, true)
  }

  async function setField(keyName: string, value: object | undefined): Promise<void> {
    const params = { userId: me, keyName }
    if (value === undefined) await callOwn(client, deleteProfileField, { params })
    else await callOwn(client, setProfileField, { params, body: { [keyName]: value } })
    await look()
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
    async setStatus(text, untilMs) {
      const said = text.trim().slice(0, STATUS_CHARS_MAX)
      await setField(STATUS, said === '' ? undefined : { text: said, ...(untilMs === undefined ? {} : { until_ts: untilMs }) })
    },
    setAvailability: (availability) => setField(AVAILABILITY_FIELD, availability === undefined ? undefined : formatAvailability(availability)),
    aboutOf(userId) {
      const known = abouts.get(userId)
      if (known !== undefined && Date.now() - known.atMs < ABOUT_FOR_MS) return known.about
      const about = client.getProfileInfo(userId).then(aboutIn)
      if (abouts.size >= ABOUTS_KEPT) abouts.clear()
      abouts.set(userId, { atMs: Date.now(), about })
      about.catch(() => abouts.delete(userId))
      return about
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
