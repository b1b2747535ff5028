// Row types of the user directory.
import type { Generated } from 'kysely'

/** See migration 0170. */
export interface DirectoryKeyTable {
  key: string
  user_nid: number
}

/** See migration 0171. */
export interface DirectoryDueTable {
  due_nid: Generated<number>
  user_id: string
}

/** The tables of this feature. */
export interface UserDirectoryTables {
  directory_key: DirectoryKeyTable
  directory_due: DirectoryDueTable
}
