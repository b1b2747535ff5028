// Finding accounts.
import { listDeskAccounts } from '@chappe/contract'
import { Button, ChoiceField, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { useDesk } from '../desk-context.tsx'
import { Page } from '../page.tsx'
import { PartsOf, useParts } from '../parts.tsx'
import { paths } from '../paths.ts'
import { AccountsTable } from '../tables/accounts-table.tsx'
import type { AccountState } from '../tables/state-badge.tsx'
import { ACCOUNT_STATES } from '../tables/state-badge.tsx'

/** The page. What is searched for stands in its address, so that it can be gone back to and passed on. */
export function AccountsPage(): ReactNode {
  const { words, ask } = useDesk()
  const query = new URLSearchParams(useSearch())
  const search = query.get('search') ?? ''
  const state = ACCOUNT_STATES.find((each) => each === query.get('state'))
  const get = (from?: string) => ask(listDeskAccounts, { params: {}, query: { ...(search === '' ? {} : { search }), ...(state === undefined ? {} : { state }), ...(from === undefined ? {} : { from }), limit: '50' } })
  const parts = useParts(`accounts ${search} ${state}`, get)
  return (
    <Page title={words.say('place.accounts')}>
      <Filter key={`${search} ${state}`} search={search} state={state} />
      <PartsOf parts={parts}>
        {(all, first) => (
          <>
            <p className="soft" role="status">
              {words.say('accounts.count', { count: first.total })}
            </p>
            <AccountsTable rows={all.flatMap((page) => page.accounts)} empty={words.say('accounts.none')} />
          </>
        )}
      </PartsOf>
    </Page>
  )
}

function Filter({ search, state }: { search: string; state: AccountState | undefined }): ReactNode {
  const { words } = useDesk()
  const [, go] = useLocation()
  const [text, setText] = useState(search)
  const [chosen, setChosen] = useState<AccountState | ''>(state ?? '')
  useEffect(() => setText(search), [search])
  return (
    <form
      className="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        go(paths.accounts({ search: text.trim(), state: chosen }))
      }}
    >
      <div className="grow">
        <TextField label={words.say('overview.find')} help={words.say('overview.findHelp')} name="search" type="search" value={text} onChange={setText} maxLength={255} />
      </div>
      <ChoiceField
        label={words.say('account.state')}
        name="state"
        value={chosen}
        onChange={setChosen}
        choices={[{ value: '' as const, label: words.say('accounts.anyState') }, ...ACCOUNT_STATES.map((each) => ({ value: each, label: words.say(`state.${each}`) }))]}
      />
      <Button kind="main" type="submit">
        {words.say('accounts.search')}
      </Button>
    </form>
  )
}
