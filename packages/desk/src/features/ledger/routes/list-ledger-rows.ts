// GET /_chappe/desk/v1/evidence/{requestId}/rows
import { listLedgerRows } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { deskCallOf } from '../../../desk-call.ts'
import { numberOf, pageOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskLedger } from '../ledger.ts'

/** The rows of what was agreed to, with names; the look is in the record itself. */
export function listLedgerRowsRoute({ route }: DeskPorts, ledger: DeskLedger): Route {
  return route(listLedgerRows, async (call) => {
    const page = pageOf(call.query)
    const { rows, total } = await ledger.rows(deskCallOf(listLedgerRows, call), numberOf(call.params.requestId, 'evidence'), page)
    // Rows whose time is over meanwhile are left out, and counted on.
    const next = page.from + page.limit
    const body = {
      total,
      rows: rows.map(({ at, operation, kind, userId, deviceId, roomId, count, bytes, subject, address }) => ({ at_ms: at, operation, kind, user_id: userId, device_id: deviceId, room_id: roomId, count, bytes, subject, address })),
      ...(next < total ? { next: String(next) } : {}),
    }
    return call.tap.reveal(body, [{ kind: 'people', count: rows.length, subject: `evidence ${call.params.requestId}` }])
  })
}
