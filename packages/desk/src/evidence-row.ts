// A row of evidence, as it goes over the wire.
import type { EvidenceRow } from '@chappe/ledger'

/** The row with lists of its own. */
export function evidenceRowAnswer({ steps, ...row }: EvidenceRow) {
  return { ...row, ...(steps === undefined ? {} : { steps: [...steps] }) }
}
