// Finding accounts.
import type { ResponseOf } from '@chappe/contract'
import { listDeskAccounts } from '@chappe/contract'
import { Button, ChoiceField, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { useDesk } from '../desk-context.tsx'
import { Answer, Page } from '../page.tsx'
import { paths } from '../paths.ts'
import { AccountsTable } from '../tables/accounts-table.tsx'
import type { AccountState } from '../tables/state-badge.tsx'
import { ACCOUNT_STATES } from '../tables/state-badge.tsx'
import { useAnswer } from '../use-answer.ts'

type Accounts = ResponseOf<typeof listDeskAccounts>

/** The page. What is searched for stands in its address, so that it can be gone back to and passed on. */
export function AccountsPage(): ReactNode {
  const { words, ask } = useDesk()
  const query = new URLSearchParams(useSearch())
  const search = query.get('search') ?? ''
  const state = ACCOUNT_STATES.find((each) => each === query.get('state'))
  const [more, setMore] = useState<Accounts[]>([])
  const get = (from?: string) => ask(listDeskAccounts, { params: {}, query: { ...(search === '' ? {} : { search }), ...(state === undefined ? {} : { state }), ...(from === undefined ? {} : { from }), limit: '50' } })
  const asked = useAnswer(`accounts ${search} ${state}`, () => {
    setMore([])
    return get()
  })
  return (
    <Page title={words.say('place.accounts')}>
      <Filter key={`${search} ${state}`} search={search} state={state} />
      <Answer asked={asked}>
        {(first) => {
          const pages = [first, ...more]
          const next = pages.at(-1)?.next
          return (
            <section className="stack">
              <p className="soft" role="status">
                {words.say('accounts.count', { count: first.total })}
              </p>
              <AccountsTable rows={pages.flatMap((page) => page.accounts)} empty={words.say('accounts.none')} />
              {next === undefined ? null : (
                <div className="row">
                  <Button onPress={() => void get(next).then((page) => setMore((before) => [...before, page]))}>{words.say('desk.more')}</Button>
                </div>
              )}
            </section>
          )
        }}
      </Answer>
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
