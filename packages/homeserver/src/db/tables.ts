// Every table, gathered from the features that own them.
import type { RoomsTables } from '../engine/rooms-tables.ts'
import type { AccountDataTables } from '../features/account-data/account-data-tables.ts'
import type { AccountsTables } from '../features/accounts/accounts-tables.ts'
import type { AppservicesTables } from '../features/appservices/appservices-tables.ts'
import type { DirectoryTables } from '../features/directory/directory-tables.ts'
import type { KeyBackupTables } from '../features/key-backup/key-backup-tables.ts'
import type { KeysTables } from '../features/keys/keys-tables.ts'
import type { LedgerTables } from '../features/ledger/ledger-tables.ts'
import type { MediaTables } from '../features/media/media-tables.ts'
import type { ProfilesTables } from '../features/profiles/profiles-tables.ts'
import type { PushTables } from '../features/push/push-tables.ts'
import type { SearchTables } from '../features/search/search-tables.ts'
import type { ToDeviceTables } from '../features/to-device/to-device-tables.ts'
import type { UserDirectoryTables } from '../features/user-directory/user-directory-tables.ts'
import type { StreamsTables } from '../streams/streams-tables.ts'

/** The whole schema as kysely sees it. */
export interface Tables
  extends AccountDataTables,
    AccountsTables,
    AppservicesTables,
    DirectoryTables,
    KeyBackupTables,
    KeysTables,
    LedgerTables,
    MediaTables,
    ProfilesTables,
    PushTables,
    RoomsTables,
    SearchTables,
    StreamsTables,
    ToDeviceTables,
    UserDirectoryTables {}
