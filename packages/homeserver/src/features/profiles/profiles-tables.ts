// Row type of profiles.
import type { Generated } from 'kysely'

/** See migration 0063. */
export interface ProfileTable {
  user_id: string
  displayname: string | null
  avatar_url: string | null
  /** JSON text of the other fields. */
  fields: Generated<string>
}

/** The tables of this feature. */
export interface ProfilesTables {
  profile: ProfileTable
}
