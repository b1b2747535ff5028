// POST /_chappe/desk/v1/exposure_reports/{reportId}/notices
import { askExposureNotices } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import { numberOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { ExposureNotices } from '../exposure-notices.ts'

/** Asks for everybody in a report to be told what of theirs was shown. */
export function askExposureNoticesRoute({ route }: DeskPorts, notices: ExposureNotices): Route {
  return route(askExposureNotices, async (call) => ({
    request_id: await notices.ask(deskCallOf(askExposureNotices, call), numberOf(call.params.reportId, 'report'), call.body),
  }))
}
