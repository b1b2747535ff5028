// From cases to what goes over the wire.
import type { StoredCase, StoredNote } from '../cases.ts'

/** A case. */
export function caseAnswer(found: StoredCase) {
  return {
    case_id: found.caseNid,
    title: found.title,
    opened_by: found.openedBy,
    opened_at_ms: found.openedAtMs,
    closed_at_ms: found.closedAtMs,
    aware_at_ms: found.awareAtMs,
    aware_set_by: found.awareSetBy,
    drill_id: found.drillNid,
  }
}

/** A note. */
export function noteAnswer(note: StoredNote) {
  return {
    note_id: note.noteNid,
    written_by: note.writtenBy,
    written_at_ms: note.writtenAtMs,
    kind: note.kind,
    body: note.body,
    // JSON that the server itself has written.
    ...(note.containment === null ? {} : { containment: JSON.parse(note.containment) }),
  }
}
