// GET /_chappe/desk/v1/exposure_reports/{reportId}/notices
import { getExposureNotices } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { numberOf, pageOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { ExposureNotices } from '../exposure-notices.ts'

/** How telling people goes. */
export function getExposureNoticesRoute({ route }: DeskPorts, notices: ExposureNotices): Route {
  return route(getExposureNotices, async (call) => {
    const reportNid = numberOf(call.params.reportId, 'report')
    const { sums, ...found } = await notices.get(reportNid, { state: call.query.state, ...pageOf(call.query) })
    const body = {
      state: found.state,
      request_id: found.requestNid,
      is_exercise: found.isExercise,
      affected: found.affected,
      unintelligible: found.unintelligible,
      queued: sums.queued, sent: sums.sent, failed: sums.failed, read: sums.read,
      mail: { is_on: found.isMailOn, waiting: sums.mailWaiting, sent: sums.mailSent, failed: sums.mailFailed, none: sums.mailNone },
      proposal: found.proposal,
      example: found.example,
      people: found.people.map(({ userId, state, why, sentAtMs, readAtMs, mail }) => ({ user_id: userId, state, why, sent_at_ms: sentAtMs, read_at_ms: readAtMs, mail })),
      ...(found.next === undefined ? {} : { next: String(found.next) }),
    }
    return call.tap.reveal(body, [{ kind: 'people', count: found.people.length, subject: `notices of exposure report ${reportNid}` }])
  })
}
