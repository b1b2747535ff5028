// What needs somebody now.
import type { Session } from '@chappe/homeserver/ports'
import type { DeskContext } from '../../deps.ts'
import type { LedgerJudgement } from '../ledger/ledger.ts'
import { judgeLedger } from '../ledger/ledger.ts'
import { findDrillOn } from '../drills/drills.ts'
import type { StoredClock, StoredNumbers } from './overview-store.ts'
import { countNumbers, listClocks } from './overview-store.ts'

/** The overview. */
export interface Overview extends StoredNumbers {
  alertsOpen: { real: number; exercise: number }
  clocks: (StoredClock & { endsAtMs: number })[]
  drill: { drillNid: number; state: string } | undefined
  ledger: LedgerJudgement
  nowMs: number
}

/** The operation. */
export interface DeskOverview {
  look(session: Session): Promise<Overview>
}

/** How long there is to tell the authority. https://eur-lex.europa.eu/eli/reg/2016/679/oj, article 33(1) */
const CLOCK_MS = 72 * 3_600_000
const CLOCKS_MAX = 50

/** Ties the operation. */
export function createDeskOverview({ ports }: DeskContext): DeskOverview {
  const { db, clock } = ports.ground
  return {
    async look({ userNid, userId }) {
      const nowMs = clock.now()
      const [numbers, alertsOpen, clocks, standing, drill] = await Promise.all([
        countNumbers(db, { userNid, userId, nowMs }),
        ports.alerts.countOpen(),
        listClocks(db, CLOCKS_MAX),
        ports.provenLedger.standing(),
        findDrillOn(db),
      ])
      return { ...numbers, alertsOpen, drill, clocks: clocks.map((each) => ({ ...each, endsAtMs: each.awareAtMs + CLOCK_MS })), ledger: judgeLedger(standing, nowMs), nowMs }
    },
  }
}
