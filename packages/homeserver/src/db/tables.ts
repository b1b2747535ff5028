// Every table, gathered from the features that own them.
import type { RoomsTables } from '../engine/rooms-tables.ts'
import type { AccountDataTables } from '../features/account-data/account-data-tables.ts'
import type { AccountsTables } from '../features/accounts/accounts-tables.ts'
import type { AdminTables } from '../features/admin/admin-tables.ts'
import type { AlertsTables } from '../features/alerts/alerts-tables.ts'
import type { AuditTables } from '../features/audit/audit-tables.ts'
import type { AppservicesTables } from '../features/appservices/appservices-tables.ts'
import type { DelayedEventsTables } from '../features/delayed-events/delayed-events-tables.ts'
import type { DirectoryTables } from '../features/directory/directory-tables.ts'
import type { KeyBackupTables } from '../features/key-backup/key-backup-tables.ts'
import type { KeysTables } from '../features/keys/keys-tables.ts'
import type { LedgerTables } from '../features/ledger/ledger-tables.ts'
import type { MediaTables } from '../features/media/media-tables.ts'
import type { NotificationsTables } from '../features/notifications/notifications-tables.ts'
import type { OAuthTables } from '../features/oauth/oauth-tables.ts'
import type { OrganisationsTables } from '../features/organisations/organisations-tables.ts'
import type { ProfilesTables } from '../features/profiles/profiles-tables.ts'
import type { PushTables } from '../features/push/push-tables.ts'
import type { ReportsTables } from '../features/reports/reports-tables.ts'
import type { RoomAdminTables } from '../features/room-admin/room-admin-tables.ts'
import type { RoomKeepingTables } from '../features/room-keeping/room-keeping-tables.ts'
import type { RoomLinksTables } from '../features/room-links/room-links-tables.ts'
import type { ForumReviewsTables } from '../features/forum-reviews/forum-reviews-tables.ts'
import type { RetentionTables } from '../features/retention/retention-tables.ts'
import type { ServerNoticesTables } from '../features/server-notices/server-notices-tables.ts'
import type { SearchTables } from '../features/search/search-tables.ts'
import type { ToDeviceTables } from '../features/to-device/to-device-tables.ts'
import type { UserDirectoryTables } from '../features/user-directory/user-directory-tables.ts'
import type { WebSessionsTables } from '../features/web-sessions/web-sessions-tables.ts'
import type { ProcessesTables } from '../processes/processes-tables.ts'
import type { StreamsTables } from '../streams/streams-tables.ts'

/** The whole schema as kysely sees it. */
export interface Tables
  extends AccountDataTables,
    AccountsTables,
    AdminTables,
    AlertsTables,
    AuditTables,
    AppservicesTables,
    DelayedEventsTables,
    DirectoryTables,
    KeyBackupTables,
    KeysTables,
    LedgerTables,
    MediaTables,
    NotificationsTables,
    OAuthTables,
    OrganisationsTables,
    ProcessesTables,
    ProfilesTables,
    PushTables,
    ReportsTables,
    RoomAdminTables,
    ForumReviewsTables,
    RetentionTables,
    RoomKeepingTables,
    RoomLinksTables,
    RoomsTables,
    SearchTables,
    ServerNoticesTables,
    StreamsTables,
    ToDeviceTables,
    UserDirectoryTables,
    WebSessionsTables {}
