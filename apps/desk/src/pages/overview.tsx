// What needs somebody now.
import { listBreakGlass, listDeskAccounts, listDeskCases, listDeskRequests } from '@chappe/contract'
import { Button, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useDesk } from '../desk-context.tsx'
import { Answer, Page } from '../page.tsx'
import { paths } from '../paths.ts'
import { AccountsTable } from '../tables/accounts-table.tsx'
import { BrokenGlass } from '../tables/broken-glass.tsx'
import { CasesTable } from '../tables/cases-table.tsx'
import { RequestCards } from '../tables/requests-table.tsx'
import type { AccountState } from '../tables/state-badge.tsx'
import { useAnswer } from '../use-answer.ts'

const STOPPED: readonly AccountState[] = ['contained', 'quarantined', 'watched']

/** The overview. */
export function OverviewPage(): ReactNode {
  const { words, may } = useDesk()
  return (
    <Page title={words.say('place.overview')}>
      <FindAccount />
      {may(listDeskRequests) ? <Waits /> : null}
      {may(listBreakGlass) ? <BrokenGlass /> : null}
      {may(listDeskAccounts) ? <Stopped /> : null}
      {may(listDeskCases) ? <OpenCases /> : null}
    </Page>
  )
}

function FindAccount(): ReactNode {
  const { words } = useDesk()
  const [search, setSearch] = useState('')
  const [, go] = useLocation()
  return (
    <form
      className="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        go(paths.accounts({ search: search.trim() }))
      }}
    >
      <div className="grow">
        <TextField label={words.say('overview.find')} help={words.say('overview.findHelp')} name="search" type="search" value={search} onChange={setSearch} maxLength={255} />
      </div>
      <Button kind="main" type="submit">
        {words.say('accounts.search')}
      </Button>
    </form>
  )
}

function Waits(): ReactNode {
  const { words, ask } = useDesk()
  const asked = useAnswer('requests', () => ask(listDeskRequests, { params: {} }))
  return (
    <section className="stack">
      <h2>{words.say('overview.waits')}</h2>
      <Answer asked={asked}>{({ requests }) => <RequestCards requests={requests.filter((each) => each.decision === null)} onDecided={asked.askAgain} />}</Answer>
    </section>
  )
}

function Stopped(): ReactNode {
  const { words, ask } = useDesk()
  const asked = useAnswer('stopped', async () => {
    const lists = await Promise.all(STOPPED.map((state) => ask(listDeskAccounts, { params: {}, query: { state, limit: '100' } })))
    return lists.flatMap((each) => each.accounts)
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
      <Answer asked={asked}>{({ cases }) => <CasesTable rows={cases.filter((each) => each.closed_at_ms === null)} empty={words.say('cases.noneOpen')} />}</Answer>
    </section>
  )
}
