// Every table, gathered from the features that own them.
import type { AccountsTables } from '../features/accounts/accounts-tables.ts'
import type { DirectoryTables } from '../features/directory/directory-tables.ts'
import type { LedgerTables } from '../features/ledger/ledger-tables.ts'
import type { RoomsTables } from '../features/rooms/rooms-tables.ts'
import type { StreamsTables } from '../streams/streams-tables.ts'

/** The whole schema as kysely sees it. */
export interface Tables extends AccountsTables, DirectoryTables, LedgerTables, RoomsTables, StreamsTables {}
