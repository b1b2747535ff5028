// What belongs to a case beside its notes: reports, requests, acts.
import { listDeskActions, listDeskReports, listDeskRequests, listExposureReports } from '@chappe/contract'
import { Badge } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useDesk } from '../desk-context.tsx'
import { ExposureTable } from '../exposure/reports-table.tsx'
import { Answer } from '../page.tsx'
import { paths } from '../paths.ts'
import { ActionsTable } from '../tables/actions-table.tsx'
import { RequestCards } from '../tables/requests-table.tsx'
import { useAnswer } from '../use-answer.ts'
import { wordReport } from '../word-names.ts'

/** The parts. */
export function CaseParts({ caseId, round, onDone }: { caseId: string; round: string; onDone: () => void }): ReactNode {
  const { words, ask, may } = useDesk()
  const asked = useAnswer(`case parts ${caseId} ${round}`, async () => {
    const query = { case_id: caseId, limit: '200' }
    const [reports, requests, actions, exposure] = await Promise.all([
      may(listDeskReports) ? ask(listDeskReports, { params: {}, query }) : undefined,
      may(listDeskRequests) ? ask(listDeskRequests, { params: {}, query: { case_id: caseId } }) : undefined,
      may(listDeskActions) ? ask(listDeskActions, { params: {}, query }) : undefined,
      may(listExposureReports) ? ask(listExposureReports, { params: {}, query }) : undefined,
    ])
    return { reports: reports?.reports ?? [], requests: requests?.requests ?? [], actions: actions?.actions ?? [], exposure: exposure?.reports ?? [] }
  })
  return (
    <Answer asked={asked}>
      {({ reports, requests, actions, exposure }) => (
        <>
          {exposure.length === 0 ? null : (
            <section className="stack-tight">
              <h2>{words.say('case.exposure')}</h2>
              <ExposureTable rows={exposure} />
            </section>
          )}
          {reports.length === 0 ? null : (
            <section className="stack-tight">
              <h2>{words.say('case.reports')}</h2>
              <ul className="lines">
                {reports.map((report) => (
                  <li key={report.report_id} className="row">
                    <Badge tone={report.state === 'done' ? 'soft' : 'warn'}>{words.say(`reports.is.${report.state}`)}</Badge>
                    <span className="grow">
                      <a href={paths.reports()}>{words.say('reports.title', { id: report.report_id, what: wordReport(report.kind, words.say) })}</a>, {report.reporter}, {words.moment(report.at_ms)}
                    </span>
                  </li>
                ))}
              </ul>
            </section>
          )}
          {requests.length === 0 ? null : (
            <section className="stack-tight">
              <h2>{words.say('case.requests')}</h2>
              <RequestCards requests={requests} onDecided={onDone} />
            </section>
          )}
          <section className="stack-tight">
            <h2>{words.say('case.acts')}</h2>
            <ActionsTable rows={actions} />
          </section>
        </>
      )}
    </Answer>
  )
}
