// Every table, gathered from the features that own them.
import type { RoomsTables } from '../engine/rooms-tables.ts'
import type { AccountDataTables } from '../features/account-data/account-data-tables.ts'
import type { AccountsTables } from '../features/accounts/accounts-tables.ts'
import type { AddressProofsTables } from '../features/address-proofs/address-proofs-tables.ts'
import type { AdminTables } from '../features/admin/admin-tables.ts'
import type { AlertsTables } from '../features/alerts/alerts-tables.ts'
import type { AuditTables } from '../features/audit/audit-tables.ts'
import type { AppservicesTables } from '../features/appservices/appservices-tables.ts'
import type { ContainmentTables } from '../features/containment/containment-tables.ts'
import type { DelayedEventsTables } from '../features/delayed-events/delayed-events-tables.ts'
import type { DirectorySourcesTables } from '../features/directory-sources/directory-sources-tables.ts'
import type { DirectoryTables } from '../features/directory/directory-tables.ts'
import type { EnrolmentTables } from '../features/enrolment/enrolment-tables.ts'
import type { EnrolmentLinksTables } from '../features/enrolment-links/enrolment-links-tables.ts'
import type { JobsTables } from '../features/jobs/jobs-tables.ts'
import type { KeyBackupTables } from '../features/key-backup/key-backup-tables.ts'
import type { KeysTables } from '../features/keys/keys-tables.ts'
import type { LedgerTables } from '../features/ledger/ledger-tables.ts'
import type { MailTables } from '../features/mail/mail-tables.ts'
import type { MissedMailTables } from '../features/missed-mail/missed-mail-tables.ts'
import type { MediaTables } from '../features/media/media-tables.ts'
import type { NotificationsTables } from '../features/notifications/notifications-tables.ts'
import type { OAuthTables } from '../features/oauth/oauth-tables.ts'
import type { OrganisationsTables } from '../features/organisations/organisations-tables.ts'
import type { PairingTables } from '../features/pairing/pairing-tables.ts'
import type { PasskeysTables } from '../features/passkeys/passkeys-tables.ts'
import type { ProbationTables } from '../features/probation/probation-tables.ts'
import type { ProfilesTables } from '../features/profiles/profiles-tables.ts'
import type { PushTables } from '../features/push/push-tables.ts'
import type { RecoveryTables } from '../features/recovery/recovery-tables.ts'
import type { ReportsTables } from '../features/reports/reports-tables.ts'
import type { RoomAdminTables } from '../features/room-admin/room-admin-tables.ts'
import type { RoomExportsTables } from '../features/room-exports/room-exports-tables.ts'
import type { RoomKeepingTables } from '../features/room-keeping/room-keeping-tables.ts'
import type { RoomLinksTables } from '../features/room-links/room-links-tables.ts'
import type { ForumReviewsTables } from '../features/forum-reviews/forum-reviews-tables.ts'
import type { RetentionTables } from '../features/retention/retention-tables.ts'
import type { ServerNoticesTables } from '../features/server-notices/server-notices-tables.ts'
import type { SearchTables } from '../features/search/search-tables.ts'
import type { ToDeviceTables } from '../features/to-device/to-device-tables.ts'
import type { UserDirectoryTables } from '../features/user-directory/user-directory-tables.ts'
import type { WakesTables } from '../features/wakes/wakes-tables.ts'
import type { WebSessionsTables } from '../features/web-sessions/web-sessions-tables.ts'
import type { ProcessesTables } from '../processes/processes-tables.ts'
import type { StepUpTables } from '../features/step-up/step-up-tables.ts'
import type { StreamsTables } from '../streams/streams-tables.ts'

/** The whole schema as kysely sees it. */
export interface Tables
  extends AccountDataTables,
    AccountsTables,
    AddressProofsTables,
    AdminTables,
    AlertsTables,
    AuditTables,
    AppservicesTables,
    ContainmentTables,
    DelayedEventsTables,
    DirectorySourcesTables,
    DirectoryTables,
    EnrolmentTables,
    EnrolmentLinksTables,
    JobsTables,
    KeyBackupTables,
    KeysTables,
    LedgerTables,
    MailTables,
    MediaTables,
    MissedMailTables,
    NotificationsTables,
    OAuthTables,
    OrganisationsTables,
    PairingTables,
    PasskeysTables,
    ProbationTables,
    ProcessesTables,
    ProfilesTables,
    PushTables,
    RecoveryTables,
    ReportsTables,
    RoomAdminTables,
    ForumReviewsTables,
    RetentionTables,
    RoomExportsTables,
    RoomKeepingTables,
    RoomLinksTables,
    RoomsTables,
    SearchTables,
    ServerNoticesTables,
    StepUpTables,
    StreamsTables,
    ToDeviceTables,
    UserDirectoryTables,
    WakesTables,
    WebSessionsTables {}
