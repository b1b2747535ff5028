// The forms in which a report lies in its archive, beside JSON. They are written in this order.
import type { ExposureReport } from '@chappe/ledger'

/** A form of a report. The same report gives the same bytes. */
export interface ReportFormat {
  /** Its file in the archive: small letters, digits, `-`, `_` and `.`. */
  name: string
  print(report: ExposureReport): Uint8Array | Promise<Uint8Array>
}

/** The forms. */
export const FORMATS: readonly ReportFormat[] = []
