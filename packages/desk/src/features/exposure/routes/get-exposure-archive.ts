// GET /_chappe/desk/v1/exposure_reports/{reportId}/archive
import { Readable } from 'node:stream'
import { getExposureArchive } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { numberOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { Exposure } from '../exposure.ts'

/** The report as a signed archive; that it was taken is in the record itself. */
export function getExposureArchiveRoute({ route, fileAnswer }: DeskPorts, exposure: Exposure): Route {
  return route(getExposureArchive, async ({ params, tap }) => {
    const reportNid = numberOf(params.reportId, 'report')
    const { byteLength, sessions, parts } = await exposure.archive(reportNid)
    const file = fileAnswer(Readable.from(parts), { byteLength, name: `exposure-report-${reportNid}.zip`, contentType: 'application/zip' })
    return tap.reveal(file, [{ kind: 'people', count: sessions + 1, subject: `exposure ${reportNid} archive` }])
  })
}
