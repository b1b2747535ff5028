// From a notification to what goes over the wire.
import type { BreachNotification } from '../breach-notifications.ts'

/** A notification as it stands. */
export function notificationAnswer(found: BreachNotification) {
  const { report, revisions } = found
  const { subject } = report.summary
  const last = revisions[0]
  return {
    report_id: report.reportNid,
    is_exercise: report.isExercise,
    revision: found.revision,
    phase: found.phase,
    clock: { became_aware_at_ms: found.becameAwareAtMs, due_at_ms: found.dueAtMs, is_assumed: found.isAssumed },
    fields: found.fields,
    reference: found.reference,
    written_by: last?.writtenBy ?? null,
    written_at_ms: last?.writtenAtMs ?? null,
    register: {
      case_id: report.caseNid,
      subject: [subject.kind, subject.userId, subject.deviceId, subject.cidr].filter((each) => each !== undefined).join(' '),
      from_ms: report.summary.fromMs,
      to_ms: report.summary.toMs,
      persons: found.fields.persons,
      records: found.fields.records,
      notices: found.notices,
      revisions: revisions.map(({ revision, phase, writtenBy, writtenAtMs }) => ({ revision, phase, written_by: writtenBy, written_at_ms: writtenAtMs })),
    },
  }
}
