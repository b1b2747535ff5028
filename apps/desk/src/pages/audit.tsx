// What was tried at the desk, by whom, and what came of it.
import type { ResponseOf } from '@chappe/contract'
import { getAuditEvidence, listDeskActions } from '@chappe/contract'
import { Button, Notice, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { useDesk } from '../desk-context.tsx'
import { Page } from '../page.tsx'
import { PartsOf, useParts } from '../parts.tsx'
import { paths } from '../paths.ts'
import { saveJson } from '../save.ts'
import { ActionsTable } from '../tables/actions-table.tsx'
import { TakeButton } from '../take-button.tsx'
import { wordBroken } from '../word-served.ts'

type Actions = ResponseOf<typeof listDeskActions>

/** The page. */
export function AuditPage(): ReactNode {
  const { words, ask, may } = useDesk()
  const [, go] = useLocation()
  const search = new URLSearchParams(useSearch())
  const target = search.get('target') ?? ''
  const isAlone = search.get('alone') === 'true'
  const [text, setText] = useState(target)
  const get = (from?: string) => ask(listDeskActions, { params: {}, query: { ...(target === '' ? {} : { target }), ...(isAlone ? { alone: 'true' as const } : {}), ...(from === undefined ? {} : { from }), limit: '100' } })
  const parts = useParts(`audit ${target} ${isAlone}`, get)
  return (
    <Page
      title={words.say('place.audit')}
      acts={
        may(getAuditEvidence) ? (
          <TakeButton label={words.say('search.take')} take={async () => saveJson('audit-evidence.json', await ask(getAuditEvidence, { params: {}, query: { limit: '200' } }))} />
        ) : undefined
      }
    >
      <form
        className="search"
        role="search"
        onSubmit={(event) => {
          event.preventDefault()
          go(paths.audit({ target: text.trim(), alone: isAlone ? 'true' : '' }))
        }}
      >
        <div className="grow">
          <TextField label={words.say('audit.target')} help={words.say('audit.targetHelp')} name="target" type="search" value={text} onChange={setText} maxLength={1024} />
        </div>
        <Button kind="main" type="submit">
          {words.say('accounts.search')}
        </Button>
      </form>
      <label className="row no-print">
        <input type="checkbox" checked={isAlone} onChange={(event) => go(paths.audit({ target, alone: event.target.checked ? 'true' : '' }))} />
        {words.say('review.alone')}
      </label>
      <PartsOf parts={parts}>
        {(all) => (
          <>
            <Proof pages={all} />
            <ActionsTable rows={all.flatMap((page) => page.actions)} />
          </>
        )}
      </PartsOf>
    </Page>
  )
}

const TONES = { green: 'good', amber: 'warn', red: 'bad' } as const

/** Whether what is listed is what the signed record of reads has of it. */
function Proof({ pages }: { pages: readonly Actions[] }): ReactNode {
  const { words } = useDesk()
  const states = pages.map(({ verification }) => verification.state)
  const state = states.includes('red') ? 'red' : states.includes('amber') ? 'amber' : 'green'
  const removed = pages.flatMap(({ verification }) => verification.removed)
  const broken = pages.find(({ verification }) => verification.broken !== null)?.verification.broken
  return (
    <Notice tone={TONES[state]}>
      <p>{words.say(`audit.proof.${state}`)}</p>
      {removed.length === 0 ? null : <p>{words.say('audit.removed', { count: removed.length, numbers: removed.slice(0, 20).join(', ') })}</p>}
      {broken === undefined || broken === null ? null : <p>{wordBroken(broken, words)}</p>}
    </Notice>
  )
}
