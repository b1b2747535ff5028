// The forms in which a report lies in its archive, beside JSON. They are written in this order.
import type { ExposureReport } from '@chappe/ledger'
import { CSV_NAMES, printList } from './formats/csv.ts'
import { reportPdf } from './formats/pdf.ts'

/** A form of a report. The same report gives the same bytes. */
export interface ReportFormat {
  /** Its file in the archive: small letters, digits, `-`, `_` and `.`. */
  name: string
  print(report: ExposureReport): Uint8Array | Promise<Uint8Array>
}

/** The forms. */
export const FORMATS: readonly ReportFormat[] = [
  ...CSV_NAMES.map((name): ReportFormat => ({ name, print: (report) => printList(report, name) })),
  { name: 'report-fr.pdf', print: (report) => reportPdf(report, 'fr') },
  { name: 'report-en.pdf', print: (report) => reportPdf(report, 'en') },
]
