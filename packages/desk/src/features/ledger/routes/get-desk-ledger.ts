// GET /_chappe/desk/v1/ledger
import { getDeskLedger } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskLedger } from '../ledger.ts'

/** How the record of reads stands. */
export function getDeskLedgerRoute({ route }: DeskPorts, ledger: DeskLedger): Route {
  return route(getDeskLedger, async () => {
    const { size, broken, spooledBytes, key, head, witnesses } = await ledger.standing()
    return {
      size,
      broken: broken ?? null,
      spooled_bytes: spooledBytes,
      key,
      head: head === undefined ? null : { size: head.size, made_at_ms: head.madeAtMs, note: head.note },
      witnesses: witnesses.map((each) => ({ name: each.name, size: each.size, signed_at_ms: each.signedAtMs, problem: each.problem ?? null })),
    }
  })
}
