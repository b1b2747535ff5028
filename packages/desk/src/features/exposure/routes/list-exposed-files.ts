// GET /_chappe/desk/v1/exposure_reports/{reportId}/files
import { listExposedFiles } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { numberOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { Exposure } from '../exposure.ts'
import { endOf, entryPageOf, fileAnswer } from './answers.ts'

/** A part of the files; the look is in the record itself. */
export function listExposedFilesRoute({ route }: DeskPorts, exposure: Exposure): Route {
  return route(listExposedFiles, async ({ params, query, tap }) => {
    const found = await exposure.files(numberOf(params.reportId, 'report'), entryPageOf(query))
    const body = { files: found.entries.map(fileAnswer), ...endOf(found) }
    return tap.reveal(body, [{ kind: 'people', count: found.entries.length, subject: `exposure ${params.reportId} files` }])
  })
}
