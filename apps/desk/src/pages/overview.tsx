// What needs somebody now: what cannot wait first, then who is stopped, and the open cases.
import { approveDeskRequest, listBreakGlass, listDeskAccounts, listDeskAlerts, listDeskCases, listDeskReports, listDeskRequests, listDrills } from '@chappe/contract'
import type { ReactNode } from 'react'
import { useDesk } from '../desk-context.tsx'
import { ExerciseBadge } from '../drills/exercise.tsx'
import { Clock } from '../overview/clock.tsx'
import { LedgerLamp } from '../overview/ledger-lamp.tsx'
import type { OverviewNumbers } from '../overview/use-overview.tsx'
import { useOverview } from '../overview/use-overview.tsx'
import { Answer, Page } from '../page.tsx'
import { paths } from '../paths.ts'
import { AccountsTable } from '../tables/accounts-table.tsx'
import { BROKEN_GLASS, BrokenGlass } from '../tables/broken-glass.tsx'
import { CasesTable } from '../tables/cases-table.tsx'
import { isWaiting, RequestCards } from '../tables/requests-table.tsx'
import type { AccountState } from '../tables/state-badge.tsx'
import { useAnswer } from '../use-answer.ts'

const STOPPED: readonly AccountState[] = ['contained', 'quarantined', 'watched']

/** The overview. */
export function OverviewPage(): ReactNode {
  const { words, may } = useDesk()
  const { numbers } = useOverview()
  return (
    <Page title={words.say('place.overview')}>
      {numbers === undefined ? null : <Now numbers={numbers} />}
      {may(listDeskRequests) && numbers !== undefined && numbers.requests.waiting + numbers.requests.own > 0 ? <Waits key={`${numbers.requests.waiting} ${numbers.requests.own}`} /> : null}
      {may(listBreakGlass) && numbers !== undefined && numbers.break_glass > 0 ? <BrokenGlass key={`glass ${numbers.break_glass}`} /> : null}
      {may(listDeskAccounts) ? <Stopped key={JSON.stringify(numbers?.accounts)} /> : null}
      {may(listDeskCases) ? <OpenCases key={numbers?.cases.open} /> : null}
    </Page>
  )
}

/** Each number with where it leads; nothing is left to do where all are 0. */
function Now({ numbers }: { numbers: OverviewNumbers }): ReactNode {
  const { words, may } = useDesk()
  const tiles = [
    { key: 'requests', count: numbers.requests.waiting, label: words.say('now.requests', { count: numbers.requests.waiting }), href: paths.requests(), tone: 'warn', opens: approveDeskRequest },
    { key: 'alerts', count: numbers.alerts.open, label: words.say('now.alerts', { count: numbers.alerts.open }), href: paths.alerts(), tone: 'bad', opens: listDeskAlerts },
    ...(numbers.alerts.exercise === 0 ? [] : [{ key: 'exercise', count: numbers.alerts.exercise, label: words.say('now.exercise', { count: numbers.alerts.exercise }), href: paths.alerts(), tone: 'warn', opens: listDeskAlerts }]),
    { key: 'reports', count: numbers.reports.open, label: words.say('now.reports', { count: numbers.reports.open }), href: paths.reports(), tone: numbers.reports.urgent > 0 ? 'bad' : 'warn', opens: listDeskReports },
    { key: 'contained', count: numbers.accounts.contained, label: words.say('now.contained', { count: numbers.accounts.contained }), href: paths.accounts({ state: 'contained' }), tone: 'warn', opens: listDeskAccounts },
    { key: 'breakGlass', count: numbers.break_glass, label: words.say('now.breakGlass'), href: `#${BROKEN_GLASS}`, tone: 'bad', opens: listBreakGlass },
  ].filter(({ opens }) => may(opens))
  const isQuiet = tiles.every(({ count }) => count === 0) && numbers.clocks.length === 0
  return (
    <section className="stack" aria-label={words.say('now.title')}>
      <LedgerLamp ledger={numbers.ledger} />
      {numbers.drill === null || numbers.drill.state === 'waiting' || !may(listDrills) ? null : (
        <p className="row">
          <ExerciseBadge />
          <a href={paths.drill(numbers.drill.drill_id)}>{words.say('exercise.on')}</a>
        </p>
      )}
      {isQuiet ? <p className="soft">{words.say('now.nothing')}</p> : null}
      <ul className="tiles">
        {tiles.map(({ key, count, label, href, tone }) => (
          <li key={key}>
            <a className={`tile${count === 0 ? '' : ` tile-${tone}`}`} href={href}>
              <span className="tile-count">{words.number(count)}</span>
              <span>{label}</span>
            </a>
          </li>
        ))}
      </ul>
      {numbers.clocks.length === 0 ? null : (
        <ul className="cards">
          {numbers.clocks.map(({ case_id: caseId, aware_at_ms: awareAtMs, is_exercise: isExercise }) => (
            <li key={caseId} className="card stack-tight">
              <div className="row">
                <h2>{may(listDeskCases) ? <a href={paths.case(caseId)}>{words.say('case.untitled', { id: caseId })}</a> : words.say('case.untitled', { id: caseId })}</h2>
                {isExercise ? <ExerciseBadge /> : null}
              </div>
              <Clock awareAtMs={awareAtMs} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Waits(): ReactNode {
  const { words, ask } = useDesk()
  const { askAgain } = useOverview()
  const asked = useAnswer('requests', () => ask(listDeskRequests, { params: {}, query: {} }))
  return (
    <section className="stack">
      <h2>{words.say('overview.waits')}</h2>
      <Answer asked={asked}>
        {({ requests }) => (
          <RequestCards
            requests={requests.filter(isWaiting)}
            onDecided={() => {
              asked.askAgain()
              askAgain()
            }}
          />
        )}
      </Answer>
    </section>
  )
}

function Stopped(): ReactNode {
  const { words, ask } = useDesk()
  const asked = useAnswer('stopped', async () => {
    const lists = await Promise.all(STOPPED.map((state) => ask(listDeskAccounts, { params: {}, query: { state, limit: '100' } })))
    return lists.flatMap((each) => each.accounts).filter((each) => each.account_type !== 'exercise')
  })
  return (
    <section className="stack">
      <h2>{words.say('overview.stopped')}</h2>
      <Answer asked={asked}>{(accounts) => <AccountsTable rows={accounts} empty={words.say('overview.noneStopped')} />}</Answer>
    </section>
  )
}

function OpenCases(): ReactNode {
  const { words, ask } = useDesk()
  const asked = useAnswer('open cases', () => ask(listDeskCases, { params: {}, query: {} }))
  return (
    <section className="stack">
      <h2>{words.say('overview.cases')}</h2>
      <Answer asked={asked}>{({ cases }) => <CasesTable rows={cases.filter((each) => each.closed_at_ms === null && each.drill_id === null)} empty={words.say('cases.noneOpen')} />}</Answer>
    </section>
  )
}
