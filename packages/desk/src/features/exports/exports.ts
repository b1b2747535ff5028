// What people took along of conversations, as it is on record, and whether the record is what the ledger has of it.
import type { ActStanding, CheckedAct, ExportFilter, RecordedExport } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../ports.ts'
import { standingOfAct } from '../audit/audit.ts'

/** An export with what its room is called, and how it stands in the ledger. */
export interface DeskExport extends RecordedExport {
  roomName: string | null
  standing: ActStanding
}

/** The operation. */
export interface DeskExports {
  /** Newest first; `removed`: acts of exporting, of whomever, that the list has no more. */
  list(filter: ExportFilter, page: { from: number; limit: number }): Promise<{ exports: DeskExport[]; removed: number[] }>
}

/** Ties the operation. */
export function createDeskExports({ roomExports, exposure, provenLedger }: DeskPorts): DeskExports {
  return {
    async list(filter, page) {
      const found = await roomExports.list(filter, page)
      const names = await exposure.roomNames([...new Set(found.map(({ roomId }) => roomId))])
      const acts = Map.groupBy(await provenLedger.checkActs('admin', found.map(({ actionNid }) => actionNid)), ({ number }) => number)
      const exports = found.map((each) => ({ ...each, roomName: names.get(each.roomId) ?? null, standing: standingOf(each, acts.get(each.actionNid) ?? []) }))
      return { exports, removed: await roomExports.removed() }
    },
  }
}

function standingOf({ act }: RecordedExport, acts: readonly CheckedAct[]): ActStanding {
  return standingOfAct({ begun: { ...act, outcome: null }, ended: { ...act, outcome: 'done' }, hasEnded: true }, acts)
}
