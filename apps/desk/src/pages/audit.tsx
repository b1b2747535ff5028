// What was tried at the desk, by whom, and what came of it.
import type { ResponseOf } from '@chappe/contract'
import { listDeskActions } from '@chappe/contract'
import { Badge, Button, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { useDesk } from '../desk-context.tsx'
import { Answer, Page } from '../page.tsx'
import { paths } from '../paths.ts'
import { useAnswer } from '../use-answer.ts'
import { wordOperation } from '../word-names.ts'
import { DeskTable, useMoments } from '../tables/desk-table.tsx'

type Actions = ResponseOf<typeof listDeskActions>
type Action = Actions['actions'][number]

/** The page. */
export function AuditPage(): ReactNode {
  const { words, ask } = useDesk()
  const [, go] = useLocation()
  const target = new URLSearchParams(useSearch()).get('target') ?? ''
  const [text, setText] = useState(target)
  const [more, setMore] = useState<Actions[]>([])
  const get = (from?: string) => ask(listDeskActions, { params: {}, query: { ...(target === '' ? {} : { target }), ...(from === undefined ? {} : { from }), limit: '100' } })
  const asked = useAnswer(`audit ${target}`, () => {
    setMore([])
    return get()
  })
  return (
    <Page title={words.say('place.audit')}>
      <form
        className="search"
        role="search"
        onSubmit={(event) => {
          event.preventDefault()
          go(paths.audit({ target: text.trim() }))
        }}
      >
        <div className="grow">
          <TextField label={words.say('audit.target')} help={words.say('audit.targetHelp')} name="target" type="search" value={text} onChange={setText} maxLength={1024} />
        </div>
        <Button kind="main" type="submit">
          {words.say('accounts.search')}
        </Button>
      </form>
      <Answer asked={asked}>
        {(first) => {
          const pages = [first, ...more]
          const next = pages.at(-1)?.next
          return (
            <>
              <ActionsTable rows={pages.flatMap((page) => page.actions)} />
              {next === undefined ? null : (
                <div className="row">
                  <Button onPress={() => void get(next).then((page) => setMore((before) => [...before, page]))}>{words.say('desk.more')}</Button>
                </div>
              )}
            </>
          )
        }}
      </Answer>
    </Page>
  )
}

function ActionsTable({ rows }: { rows: readonly Action[] }): ReactNode {
  const { words } = useDesk()
  const moments = useMoments<Action>()
  return (
    <DeskTable
      caption={words.say('place.audit')}
      rows={rows}
      keyOf={(row) => String(row.action_id)}
      empty={words.say('audit.none')}
      file="audit.csv"
      columns={[
        moments('at', words.say('audit.at'), (row) => row.at_ms),
        { key: 'who', label: words.say('audit.who'), text: (row) => row.user_id ?? row.way, show: (row) => <Who row={row} /> },
        { key: 'what', label: words.say('audit.what'), text: (row) => wordOperation(row.operation, words.say) },
        { key: 'on', label: words.say('audit.on'), text: (row) => row.target, show: (row) => <span className="fixed">{row.target}</span> },
        { key: 'why', label: words.say('act.reason'), text: (row) => row.reason },
        { key: 'case', label: words.say('act.case'), text: (row) => (row.case_id === null ? '' : String(row.case_id)), show: (row) => (row.case_id === null ? null : <a href={paths.case(row.case_id)}>{row.case_id}</a>) },
        { key: 'outcome', label: words.say('audit.outcome'), text: (row) => row.outcome ?? '', show: (row) => <Outcome row={row} /> },
      ]}
    />
  )
}

function Who({ row }: { row: Action }): ReactNode {
  return (
    <span className="stack-tight">
      <span className="fixed">{row.user_id ?? row.way}</span>
      <span className="soft fixed">{row.ip}</span>
    </span>
  )
}

function Outcome({ row }: { row: Action }): ReactNode {
  const { words } = useDesk()
  return (
    <span className="row">
      {row.is_break_glass ? <Badge tone="bad">{words.say('requests.breakGlass')}</Badge> : null}
      {row.outcome === 'done' ? <Badge tone="good">{words.say('audit.done')}</Badge> : null}
      {row.outcome === 'asked' ? <Badge tone="warn">{words.say('requests.waits')}</Badge> : null}
      {row.outcome === null ? <Badge tone="bad">{words.say('audit.cut')}</Badge> : null}
      {row.outcome !== null && row.outcome !== 'done' && row.outcome !== 'asked' ? (
        <>
          <Badge tone="soft">{words.say('audit.refused')}</Badge>
          <span className="soft fixed">{row.outcome}</span>
        </>
      ) : null}
    </span>
  )
}
