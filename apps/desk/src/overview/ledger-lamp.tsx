// Whether the record of reads can be proven: a green lamp, or a red one with the reason.
import type { ReactNode } from 'react'
import { useDesk } from '../desk-context.tsx'
import { paths } from '../paths.ts'
import { wordLedgerProblem } from '../word-names.ts'
import type { OverviewNumbers } from './use-overview.tsx'

/** The lamp; it leads to what is known of the ledger. */
export function LedgerLamp({ ledger }: { ledger: OverviewNumbers['ledger'] }): ReactNode {
  const { words } = useDesk()
  return (
    <a className={`lamp ${ledger.is_proven ? 'lamp-good' : 'lamp-bad'}`} href={paths.ledger()}>
      {ledger.is_proven ? words.say('ledger.proven') : words.say('ledger.notProven', { why: ledger.problems.map((problem) => wordLedgerProblem(problem, words.say)).join(' ') })}
    </a>
  )
}
