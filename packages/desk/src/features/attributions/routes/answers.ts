// From attributions to what goes over the wire.
import type { Attribution, Found, StoredAttribution, Suspect } from '../attributions.ts'

/** An attribution as a list has it. */
export function attributionHead(stored: StoredAttribution) {
  return {
    request_id: stored.requestNid,
    // What nobody has agreed to is not shown.
    state: stored.state === 'asked' ? ('waiting' as const) : stored.state,
    progress: stored.progress,
    target: stored.target,
    reason: stored.reason,
    case_id: stored.caseNid,
    asked_by: stored.askedBy,
    asked_at_ms: stored.askedAtMs,
    decided_by: stored.decidedBy,
    made_at_ms: stored.madeAtMs,
  }
}

/** An attribution with what was found. */
export function attributionAnswer({ stored, found }: Attribution) {
  return { ...attributionHead(stored), failure: stored.failure, from_ms: stored.fromMs, to_ms: stored.toMs, found: found === null ? null : foundAnswer(found) }
}

function foundAnswer(found: Found) {
  return {
    targets: found.targets.map(({ eventId, mxc, readers }) => ({ event_id: eventId, mxc, readers })),
    missing: found.missing,
    missing_texts: found.missingTexts,
    sessions: found.sessions,
    is_cut: found.isCut,
    is_whole: found.isWhole,
    ranked: found.ranked.map(suspectAnswer),
  }
}

function suspectAnswer(suspect: Suspect) {
  return {
    user_id: suspect.userId,
    display_name: suspect.displayName,
    device_id: suspect.deviceId,
    device_name: suspect.deviceName,
    covered: suspect.covered,
    vague: suspect.vague,
    wrote: suspect.wrote,
    reads: suspect.reads,
    first_at_ms: suspect.firstAtMs,
    last_at_ms: suspect.lastAtMs,
    addresses: suspect.addresses,
  }
}
