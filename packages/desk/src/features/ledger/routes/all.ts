// Every route of the record of reads.
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskLedger } from '../ledger.ts'
import { getDeskLedgerRoute } from './get-desk-ledger.ts'
import { cancelEvidenceSearchRoute } from './cancel-evidence-search.ts'
import { getEvidenceRoute } from './get-evidence.ts'
import { getEvidenceSearchRoute } from './get-evidence-search.ts'
import { listLedgerRowsRoute } from './list-ledger-rows.ts'

/** The routes, tied to their operations. */
export function ledgerRoutes(ports: DeskPorts, ledger: DeskLedger): Route[] {
  return [
    getDeskLedgerRoute(ports, ledger),
    getEvidenceRoute(ports, ledger),
    getEvidenceSearchRoute(ports, ledger),
    listLedgerRowsRoute(ports, ledger),
    cancelEvidenceSearchRoute(ports, ledger),
  ]
}
