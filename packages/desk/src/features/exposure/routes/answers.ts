// From reports to what goes over the wire.
import type { ExposedFile, ExposedPerson, ExposedRoom, ExposureSummary, ReachablePeople } from '@chappe/ledger'
import { pageOf as numbersOf } from '../../../numbers.ts'
import type { EntryList, EntryPage, ReportDetails } from '../exposure.ts'
import { wireSubjectOf } from '../order.ts'

/** A report in a list. */
export function reportAnswer({ stored, subject, summary }: ReportDetails) {
  return {
    report_id: stored.reportNid,
    state: stored.state,
    progress: stored.progress,
    failure: stored.failure,
    subject: wireSubjectOf(subject),
    from_ms: stored.fromMs,
    to_ms: stored.toMs,
    case_id: stored.caseNid,
    request_id: stored.requestNid,
    asked_by: stored.askedBy,
    asked_at_ms: stored.askedAtMs,
    made_at_ms: stored.madeAtMs,
    archive_bytes: stored.archiveBytes,
    is_exercise: stored.isExercise,
    totals: summary === undefined ? null : totalsAnswer(summary),
  }
}

function totalsAnswer({ totals }: ExposureSummary) {
  return {
    rooms: totals.rooms,
    rooms_reachable: totals.roomsReachable,
    rooms_previewable: totals.roomsPreviewable ?? null,
    rooms_listed: totals.roomsListed,
    events: totals.events,
    events_state: totals.eventsState ?? null,
    events_ciphertext_only: totals.eventsCiphertextOnly,
    events_keys_reachable: totals.eventsKeysReachable,
    events_unknown: totals.eventsUnknown,
    events_reachable: totals.eventsReachable,
    people: totals.people,
    people_reachable: totals.peopleReachable,
    people_unnamed: totals.peopleUnnamed,
    files: totals.files,
    files_reachable: totals.filesReachable,
    file_bytes: totals.fileBytes,
    bytes: totals.bytes,
    sessions: totals.sessions,
    rows: totals.rows,
  }
}

/** What was found, but for the long lists. */
export function findingsAnswer({ ledger, reachablePeople, sessions, timeline, others }: ExposureSummary) {
  return {
    ledger: {
      size: ledger.size,
      checkpoint: ledger.checkpoint,
      is_whole: ledger.isWhole,
      gaps: ledger.gaps.map(({ fromMs, toMs, why }) => ({ from_ms: fromMs, to_ms: toMs, why })),
    },
    reachable_people: reachablePeople === null ? null : reachedAnswer(reachablePeople),
    sessions: sessions.map((each) => ({
      user_id: each.userId,
      device_id: each.deviceId,
      device_name: each.deviceName,
      addresses: each.addresses,
      first_at_ms: each.firstAtMs,
      last_at_ms: each.lastAtMs,
      events: each.events,
      files: each.files,
      bytes: each.bytes,
      ended_by: each.endedBy,
    })),
    timeline: timeline.map(({ fromMs, toMs, ...counts }) => ({ from_ms: fromMs, to_ms: toMs, ...counts })),
    others: others.map((each) => ({ user_id: each.userId, address: each.address, first_at_ms: each.firstAtMs, last_at_ms: each.lastAtMs })),
  }
}

function reachedAnswer(people: ReachablePeople) {
  const { scope, count, inRooms, all = Math.max(count, inRooms), assumed = 0, byName = 0, listed = 0, listedAssumed = 0, pictures = null, assumptions = [] } = people
  return { scope, count, in_rooms: inRooms, all, assumed, by_name: byName, listed, listed_assumed: listedAssumed, pictures, assumptions }
}

/** A room. */
export function roomAnswer(room: ExposedRoom) {
  const { events } = room
  return {
    room_id: room.roomId,
    name: room.name,
    organisation: room.organisation,
    audience: room.audience,
    is_encrypted: room.isEncrypted,
    is_open: room.isOpen,
    class: room.class,
    events: {
      delivered: events.delivered,
      ciphertext_only: events.ciphertextOnly,
      keys_reachable: events.keysReachable,
      unknown: events.unknown,
      reachable: events.reachable,
      state: events.state,
      total: events.total,
    },
    share: room.share,
    bytes: room.bytes,
    first_at_ms: room.firstAtMs,
    last_at_ms: room.lastAtMs,
    sessions: room.sessions,
    reachable_by: room.reachableBy,
    reachable_now: room.reachableNow,
    is_listed: room.isListed,
  }
}

/** A person. */
export function personAnswer(person: ExposedPerson) {
  return {
    user_id: person.userId,
    display_name: person.displayName,
    organisation: person.organisation,
    class: person.class,
    events: person.events,
    rooms: person.rooms,
    as_profile: person.asProfile,
    as_member: person.asMember,
    first_at_ms: person.firstAtMs,
    last_at_ms: person.lastAtMs,
  }
}

/** A file. */
export function fileAnswer(file: ExposedFile) {
  return {
    mxc: file.mxc,
    name: file.name,
    room_id: file.roomId,
    bytes: file.bytes,
    sha256: file.sha256,
    class: file.class,
    is_whole: file.isWhole,
    first_at_ms: file.firstAtMs,
    last_at_ms: file.lastAtMs,
    sessions: file.sessions,
  }
}

/** Which part of a long list a query asks for. */
export function entryPageOf(query: { class?: string | undefined; session?: string | undefined; from?: string | undefined; limit?: string | undefined }): EntryPage {
  return { class: query.class, session: query.session, ...numbersOf(query) }
}

/** How long a list is, and where it goes on. */
export function endOf({ total, next }: EntryList<unknown>) {
  return { total, ...(next === undefined ? {} : { next: String(next) }) }
}
