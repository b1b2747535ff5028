// Asking who was shown what has leaked, and what became of what was asked.
import type { ResponseOf } from '@chappe/contract'
import { askAttribution, listAttributions } from '@chappe/contract'
import { Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../../desk-context.tsx'
import { ActForm } from '../../forms/act-form.tsx'
import { isMoving, JobState, useLooks } from '../../jobs.tsx'
import { Page } from '../../page.tsx'
import { PartsOf, useParts } from '../../parts.tsx'
import { paths } from '../../paths.ts'
import { DeskTable, useMoments } from '../../tables/desk-table.tsx'
import { wordTarget } from './leaked-target.ts'
import type { Leaked } from './leak-form.tsx'
import { LeakForm } from './leak-form.tsx'

type Row = ResponseOf<typeof listAttributions>['attributions'][number]

/** The page. */
export function AttributionsPage(): ReactNode {
  const { words, ask } = useDesk()
  const { say } = words
  const [leaked, setLeaked] = useState<Leaked | undefined>(undefined)
  return (
    <Page title={say('place.attributions')}>
      <p className="soft">{say('leaks.why')}</p>
      <Agreed />
      <LeakForm onReady={setLeaked} />
      {leaked === undefined ? null : (
        <ActForm
          title={say('leaks.askTitle')}
          explanation={say('leaks.askWhy')}
          button={say('leaks.askDo')}
          onClose={() => setLeaked(undefined)}
          act={async (reason) => <Outcome found={await ask(askAttribution, { params: {}, body: { ...leaked, ...reason } })} />}
        />
      )}
    </Page>
  )
}

function Outcome({ found }: { found: ResponseOf<typeof askAttribution> }): ReactNode {
  const { words } = useDesk()
  const { say } = words
  return (
    <>
      <p>{say('leaks.asked', { events: found.events, files: found.files })}</p>
      {found.to_look_for === 0 ? null : <p>{say('leaks.toLookFor', { count: found.to_look_for })}</p>}
      {found.missing.length === 0 ? null : (
        <Notice tone="warn">
          <p>{say('leaks.missing', { what: found.missing.join(', ') })}</p>
        </Notice>
      )}
    </>
  )
}

/** What was agreed to, and how far it is. */
function Agreed(): ReactNode {
  const { words, ask } = useDesk()
  const parts = useParts('attributions', (from) => ask(listAttributions, { params: {}, query: { limit: '50', ...(from === undefined ? {} : { from }) } }))
  const { asked, askAgain } = parts
  const isOn = asked.answer?.attributions.some(isMoving) === true
  useLooks(isOn, askAgain)
  return (
    <section className="stack">
      <h2>{words.say('leaks.open')}</h2>
      <PartsOf parts={parts}>{(all) => <AgreedTable rows={all.flatMap((part) => part.attributions)} />}</PartsOf>
    </section>
  )
}

function AgreedTable({ rows }: { rows: readonly Row[] }): ReactNode {
  const { words } = useDesk()
  const { say } = words
  const moments = useMoments<Row>()
  return (
    <DeskTable
      caption={say('leaks.open')}
      rows={rows}
      keyOf={(row) => String(row.request_id)}
      empty={say('leaks.noneYet')}
      file="leaks.csv"
      columns={[
        { key: 'id', label: say('leaks.request'), text: (row) => row.request_id, show: (row) => <a href={paths.attribution(row.request_id)}>{say('leaks.result', { id: row.request_id })}</a> },
        { key: 'what', label: say('leaks.what'), text: (row) => wordTarget(row.target, say) },
        { key: 'why', label: say('act.reason'), text: (row) => row.reason },
        { key: 'state', label: say('account.state'), text: (row) => say(`job.state.${row.state}`), show: (row) => <JobState job={row} /> },
        { key: 'by', label: say('requests.askedBy'), text: (row) => row.asked_by, show: (row) => <span className="fixed">{row.asked_by}</span> },
        moments('asked', say('audit.at'), (row) => row.asked_at_ms),
        moments('made', say('leaks.madeAt'), (row) => row.made_at_ms),
        { key: 'case', label: say('act.case'), text: (row) => row.case_id ?? '', show: (row) => (row.case_id === null ? null : <a href={paths.case(row.case_id)}>{row.case_id}</a>) },
      ]}
    />
  )
}
