// Row types of directories.
import type { Generated } from 'kysely'

/** See migrations 0268 and 0511. */
export interface DirectoryPersonTable {
  person_id: string
  organisation_nid: number
  user_name: string
  external_id: string | null
  address: string
  display_name: string
  title: Generated<string>
  service: Generated<string>
  phone: Generated<string>
  place: Generated<string>
  is_active: boolean
  is_suspended_here: Generated<boolean>
  created_at_ms: number
  changed_at_ms: number
}

/** See migration 0269. */
export interface DirectoryTokenTable {
  token_hash: Buffer
  organisation_nid: number
  name: string
  created_at_ms: number
}

/** The tables of this feature. */
export interface DirectorySourcesTables {
  directory_person: DirectoryPersonTable
  directory_token: DirectoryTokenTable
}
