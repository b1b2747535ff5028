// What people have reported, and what is done about it.
import type { ResponseOf } from '@chappe/contract'
import { decideDeskReport, listDeskReports } from '@chappe/contract'
import { Badge, Button, ChoiceField, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import { ActForm } from '../forms/act-form.tsx'
import { useOverview } from '../overview/use-overview.tsx'
import { Answer, Page } from '../page.tsx'
import { paths } from '../paths.ts'
import { useAnswer } from '../use-answer.ts'
import { wordChoice, wordReport } from '../word-names.ts'

type DeskReport = ResponseOf<typeof listDeskReports>['reports'][number]
type Decision = { state: 'taken' | 'done'; report: DeskReport }

const FILTERS = ['open', 'taken', 'done'] as const
type Filter = (typeof FILTERS)[number]

/** The page. */
export function ReportsPage(): ReactNode {
  const { words, ask } = useDesk()
  const [filter, setFilter] = useState<Filter>('open')
  const { numbers, askAgain } = useOverview()
  const [answer, setAnswer] = useState('')
  const [decision, setDecision] = useState<Decision | undefined>(undefined)
  const asked = useAnswer(`reports ${filter} ${numbers?.reports.open}`, () => ask(listDeskReports, { params: {}, query: { limit: '100', state: filter } }))
  return (
    <Page title={words.say('place.reports')}>
      <p className="soft">{words.say('reports.why')}</p>
      <ChoiceField
        label={words.say('reports.show')}
        name="state"
        value={filter}
        onChange={setFilter}
        choices={FILTERS.map((value) => ({ value, label: words.say(`reports.state.${value}`) }))}
      />
      <Answer asked={asked}>
        {({ reports }) =>
          reports.length === 0 ? (
            <p className="card soft">{words.say('reports.none')}</p>
          ) : (
            <ul className="cards">
              {reports.map((report) => (
                <ReportCard key={report.report_id} report={report} onDecide={(state) => setDecision({ state, report })} />
              ))}
            </ul>
          )
        }
      </Answer>
      {decision === undefined ? null : (
        <ActForm
          title={words.say(`reports.${decision.state}Title`, { id: decision.report.report_id })}
          explanation={words.say(`reports.${decision.state}Why`)}
          button={words.say(`reports.${decision.state}Do`)}
          fields={<TextField label={words.say('reports.answer')} help={words.say('reports.answerHelp')} name="answer" value={answer} onChange={setAnswer} isLong maxLength={1000} />}
          act={async (reason) => {
            const body = { ...reason, state: decision.state, ...(answer.trim() === '' ? {} : { answer: answer.trim() }) }
            await ask(decideDeskReport, { params: { reportId: String(decision.report.report_id) }, body })
          }}
          onClose={() => {
            setDecision(undefined)
            setAnswer('')
            asked.askAgain()
            askAgain()
          }}
        />
      )}
    </Page>
  )
}

function ReportCard({ report, onDecide }: { report: DeskReport; onDecide: (state: Decision['state']) => void }): ReactNode {
  const { words, may, me } = useDesk()
  const isOwn = report.user_id === me.userId
  const isUrgent = report.kind === 'tricked' && report.state === 'open'
  return (
    <li className="card stack">
      <div className="row">
        <h2 className="grow">{words.say('reports.title', { id: report.report_id, what: wordReport(report.kind, words.say) })}</h2>
        <Badge tone={isUrgent ? 'bad' : report.state === 'done' ? 'soft' : 'warn'}>{words.say(`reports.is.${report.state}`)}</Badge>
      </div>
      <Facts report={report} />
      {report.state !== 'done' && may(decideDeskReport) && isOwn ? <p className="soft">{words.say('own.other')}</p> : null}
      {report.state !== 'done' && may(decideDeskReport) && !isOwn ? (
        <div className="row">
          {report.state === 'open' ? (
            <Button kind="main" onPress={() => onDecide('taken')}>
              {words.say('reports.take')}
            </Button>
          ) : null}
          <Button onPress={() => onDecide('done')}>{words.say('reports.finish')}</Button>
          {report.user_id === null ? null : <a href={paths.account(report.user_id)}>{words.say('reports.toContain')}</a>}
        </div>
      ) : null}
    </li>
  )
}

/** What is known; what is not is left out. */
function Facts({ report }: { report: DeskReport }): ReactNode {
  const { words } = useDesk()
  const account = (userId: string): ReactNode => <a href={paths.account(userId)}>{userId}</a>
  return (
    <dl className="facts">
      <dt>{words.say('reports.by')}</dt>
      <dd>
        {account(report.reporter)}, {words.moment(report.at_ms)}
      </dd>
      {report.user_id === null || report.user_id === report.reporter ? null : (
        <>
          <dt>{words.say('reports.about')}</dt>
          <dd>{account(report.user_id)}</dd>
        </>
      )}
      {report.choice === null ? null : (
        <>
          <dt>{words.say('reports.choice')}</dt>
          <dd>{wordChoice(report.choice, words.say)}</dd>
        </>
      )}
      <Fact label={words.say('reports.device')} value={report.device_id} />
      <Fact label={words.say('reports.room')} value={report.room_id} />
      <Fact label={words.say('reports.event')} value={report.event_id} />
      {report.reason === '' ? null : (
        <>
          <dt>{words.say('reports.words')}</dt>
          <dd>{report.reason}</dd>
        </>
      )}
      {report.case_id === null ? null : (
        <>
          <dt>{words.say('act.case')}</dt>
          <dd>
            <a href={paths.case(report.case_id)}>{report.case_id}</a>
          </dd>
        </>
      )}
      <Fact label={words.say('reports.handledBy')} value={report.handled_by} />
    </dl>
  )
}

function Fact({ label, value }: { label: string; value: string | null }): ReactNode {
  if (value === null) return null
  return (
    <>
      <dt>{label}</dt>
      <dd className="fixed">{value}</dd>
    </>
  )
}
