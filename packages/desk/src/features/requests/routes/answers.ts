// From what waits for a second person, and what came of it, to what goes over the wire.
import { isAbout } from '../is-about.ts'
import type { Carried, StoredRequest } from '../requests.ts'

/** A request, as this account reads it. */
export function requestAnswer(request: StoredRequest, userId: string) {
  return {
    request_id: request.requestNid,
    operation: request.operation,
    target: request.target,
    reason: request.reason,
    case_id: request.caseNid,
    asked_by: request.askedBy,
    asked_at_ms: request.askedAtMs,
    expires_at_ms: request.expiresAtMs,
    decided_by: request.decidedBy,
    decision: request.decision,
    is_about_you: isAbout(request, userId),
  }
}

/** What was carried out; `url`: where the owner of a released account enrols. */
export function outcomeAnswer({ operation, target, contained }: Carried, url: string | undefined) {
  return {
    operation,
    target,
    ...(url === undefined ? {} : { enrolment_url: url }),
    ...(contained === undefined ? {} : { contained }),
  }
}
