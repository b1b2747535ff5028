// From the overview to what goes over the wire.
import type { Overview } from '../overview.ts'

/** The overview. */
export function overviewAnswer(found: Overview) {
  const { ledger } = found
  return {
    requests: { waiting: found.waiting, own: found.own },
    alerts: { open: found.alertsOpen.real, exercise: found.alertsOpen.exercise },
    reports: { open: found.reportsOpen, urgent: found.reportsUrgent, taken: found.reportsTaken },
    accounts: { contained: found.contained, quarantined: found.quarantined, watched: found.watched },
    cases: { open: found.casesOpen },
    clocks: found.clocks.map(({ caseNid, awareAtMs, endsAtMs, isExercise }) => ({ case_id: caseNid, aware_at_ms: awareAtMs, ends_at_ms: endsAtMs, is_exercise: isExercise })),
    drill: found.drill === undefined ? null : { drill_id: found.drill.drillNid, state: found.drill.state },
    break_glass: found.breakGlass,
    ledger: {
      is_proven: ledger.problems.length === 0,
      problems: [...ledger.problems],
      size: ledger.size,
      signed_at_ms: ledger.signedAtMs ?? null,
      witnessed_at_ms: ledger.witnessedAtMs ?? null,
    },
    now_ms: found.nowMs,
  }
}
