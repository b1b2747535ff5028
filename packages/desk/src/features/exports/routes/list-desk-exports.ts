// GET /_chappe/desk/v1/exports
import { listDeskExports } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { pageOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskExports } from '../exports.ts'

/** What people took along of conversations. */
export function listDeskExportsRoute({ route }: DeskPorts, exports: DeskExports): Route {
  return route(listDeskExports, async ({ query, tap }) => {
    const page = pageOf(query)
    const { exports: found, removed } = await exports.list({ userId: query.user_id, roomId: query.room_id, fromMs: momentOf(query.from_ms), toMs: momentOf(query.to_ms) }, page)
    const last = found.length < page.limit ? undefined : found.at(-1)
    const body = {
      exports: found.map((each) => ({
        export_id: each.exportNid,
        at_ms: each.atMs,
        user_id: each.userId,
        device_id: each.deviceId,
        room_id: each.roomId,
        room_name: each.roomName,
        format: each.format,
        with_files: each.withFiles,
        from_ms: each.fromMs,
        to_ms: each.toMs,
        messages: each.messages,
        files: each.files,
        bytes: each.bytes,
        standing: each.standing,
      })),
      removed,
      ...(last === undefined ? {} : { next: String(last.exportNid) }),
    }
    return tap.reveal(body, found.length === 0 ? [] : [{ kind: 'people', count: found.length, subject: 'exports' }])
  })
}

function momentOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text)
}
