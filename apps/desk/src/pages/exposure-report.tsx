// One exposure report: how far it is, what it found, in pictures, words and tables; and the file that proves it.
import { getExposureArchive, getExposureReport } from '@chappe/contract'
import { Button, Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import type { Desk } from '../desk-context.tsx'
import { useDesk } from '../desk-context.tsx'
import { ExerciseNotice } from '../drills/exercise.tsx'
import { ExposureLists } from '../exposure/lists.tsx'
import { ByRoom, Timeline } from '../exposure/pictures.tsx'
import { Reach } from '../exposure/reach.tsx'
import type { ExposureDetails, Findings } from '../exposure/shapes.ts'
import { CLASSES } from '../exposure/shapes.ts'
import { ClassBadge, ReportState, wordSubject } from '../exposure/signs.tsx'
import { Answer, Page } from '../page.tsx'
import { WhatWentWrong } from '../problem.tsx'
import { paths } from '../paths.ts'
import { saveBlob } from '../save.ts'
import { DeskTable, useMoments } from '../tables/desk-table.tsx'
import { useAnswer } from '../use-answer.ts'
import { wordGap } from '../word-served.ts'
import { ConsequenceLinks } from './consequences/consequences.tsx'

const LOOK_EVERY_MS = 1000

/** The page. */
export function ExposureReportPage({ reportId }: { reportId: string }): ReactNode {
  const { words, ask } = useDesk()
  const asked = useAnswer(`exposure ${reportId}`, () => ask(getExposureReport, { params: { reportId } }))
  const { answer, askAgain } = asked
  const isMoving = answer?.state === 'waiting' || answer?.state === 'running'
  useEffect(() => {
    if (!isMoving) return undefined
    const timer = setInterval(askAgain, LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [isMoving, askAgain])
  return (
    <Page title={words.say('exposure.title', { id: reportId })} acts={<Button onPress={() => print()}>{words.say('desk.print')}</Button>}>
      <Answer asked={asked}>
        {(report) => (
          <>
            {report.is_exercise ? <ExerciseNotice about="report" /> : null}
            <Head report={report} />
            {report.archive_bytes === null ? null : <Archive reportId={reportId} bytes={report.archive_bytes} />}
            {report.state === 'done' ? <ConsequenceLinks reportId={reportId} /> : null}
            {report.state === 'asked' ? (
              <Notice tone="warn">
                <p>{words.say('exposure.asked')}</p>
                <p>
                  <a href={paths.requests()}>{words.say('place.requests')}</a>
                </p>
              </Notice>
            ) : null}
            {report.findings === null || report.state === 'done' ? null : (
              <Notice tone="warn">
                <p>{words.say('exposure.delivered')}</p>
              </Notice>
            )}
            {report.failure === null ? null : (
              <Notice tone="bad">
                <p>{words.say(`exposure.failure.${report.failure}`)}</p>
              </Notice>
            )}
            {report.findings === null || report.totals === null ? null : <Found report={report} findings={report.findings} />}
          </>
        )}
      </Answer>
    </Page>
  )
}

/** The report as a file that proves itself. */
function Archive({ reportId, bytes }: { reportId: string; bytes: number }): ReactNode {
  const { words, download, may } = useDesk()
  const [isTaking, setTaking] = useState(false)
  const [problem, setProblem] = useState<unknown>(undefined)
  const take = async (): Promise<void> => {
    setTaking(true)
    setProblem(undefined)
    try {
      saveBlob(`exposure-${reportId}.zip`, await download(getExposureArchive, { params: { reportId } }))
    } catch (error) {
      setProblem(error)
    } finally {
      setTaking(false)
    }
  }
  if (!may(getExposureArchive)) return null
  return (
    <div className="row no-print">
      <Button kind="main" isBusy={isTaking} onPress={() => void take()}>
        {words.say('exposure.download')}
      </Button>
      <span className="soft">{wordBytes(bytes, words)}</span>
      {problem === undefined ? null : (
        <span role="alert">
          <WhatWentWrong of={problem} />
        </span>
      )}
    </div>
  )
}

function Head({ report }: { report: ExposureDetails }): ReactNode {
  const { words } = useDesk()
  return (
    <>
      <ReportState report={report} />
      <dl className="card facts">
        <dt>{words.say('exposure.about')}</dt>
        <dd className="fixed">{'user_id' in report.subject ? <a href={paths.account(report.subject.user_id)}>{wordSubject(report.subject, words.say)}</a> : wordSubject(report.subject, words.say)}</dd>
        <dt>{words.say('exposure.time')}</dt>
        <dd>{words.say('exposure.fromTo', { from: report.from_ms === 0 ? words.say('exposure.beginning') : words.moment(report.from_ms), to: words.moment(report.to_ms) })}</dd>
        <dt>{words.say('requests.askedBy')}</dt>
        <dd>
          <span className="fixed">{report.asked_by}</span>, {words.moment(report.asked_at_ms)}
        </dd>
        {report.case_id === null ? null : (
          <>
            <dt>{words.say('act.case')}</dt>
            <dd>
              <a href={paths.case(report.case_id)}>{words.say('case.untitled', { id: report.case_id })}</a>
            </dd>
          </>
        )}
      </dl>
    </>
  )
}

function Found({ report, findings }: { report: ExposureDetails; findings: Findings }): ReactNode {
  const { words } = useDesk()
  return (
    <>
      {findings.ledger.is_whole ? (
        <Notice tone="good">
          <p>{words.say('exposure.whole', { size: findings.ledger.size })}</p>
        </Notice>
      ) : (
        <Notice tone="bad">
          <p>{words.say('exposure.notWhole')}</p>
          {findings.ledger.gaps.map((gap) => (
            <p key={gap.from_ms}>{`${words.say('exposure.fromTo', { from: gap.from_ms === 0 ? words.say('exposure.beginning') : words.moment(gap.from_ms), to: words.moment(gap.to_ms) })}: ${wordGap(gap.why, words)}`}</p>
          ))}
        </Notice>
      )}
      <Totals totals={report.totals} />
      <Classes />
      <Reach people={findings.reachable_people} previewable={report.totals?.rooms_previewable ?? null} />
      <Timeline timeline={findings.timeline} />
      <ByRoom reportId={String(report.report_id)} />
      <Sessions sessions={findings.sessions} />
      <Others others={findings.others} />
      <ExposureLists reportId={String(report.report_id)} sessions={findings.sessions.map((session) => session.device_id)} />
    </>
  )
}

function Totals({ totals }: { totals: ExposureDetails['totals'] }): ReactNode {
  const { words } = useDesk()
  if (totals === null) return null
  const messages = totals.events - (totals.events_state ?? 0)
  const tiles = [
    { key: 'events', count: messages, label: words.say('exposure.total.events', { count: messages }) },
    { key: 'rooms', count: totals.rooms, label: words.say('exposure.total.rooms', { count: totals.rooms }) },
    { key: 'people', count: totals.people, label: words.say('exposure.total.people', { count: totals.people }) },
    { key: 'files', count: totals.files, label: words.say('exposure.total.files', { count: totals.files, size: wordBytes(totals.file_bytes, words) }) },
    { key: 'cipher', count: totals.events_ciphertext_only, label: words.say('exposure.total.cipher', { count: totals.events_ciphertext_only }) },
    { key: 'keys', count: totals.events_keys_reachable, label: words.say('exposure.total.keys', { count: totals.events_keys_reachable }) },
    { key: 'unknown', count: totals.events_unknown, label: words.say('exposure.total.unknown', { count: totals.events_unknown }) },
    ...(totals.events_state === null ? [] : [{ key: 'state', count: totals.events_state, label: words.say('exposure.total.state', { count: totals.events_state }) }]),
    { key: 'reachable', count: totals.events_reachable, label: words.say('exposure.total.reachable', { count: totals.events_reachable, rooms: totals.rooms_reachable }) },
  ]
  return (
    <ul className="tiles">
      {tiles.map(({ key, count, label }) => (
        <li key={key} className="tile">
          <span className="tile-count">{words.number(count)}</span>
          <span>{label}</span>
        </li>
      ))}
    </ul>
  )
}

const UNITS = { en: ['B', 'kB', 'MB', 'GB', 'TB'], fr: ['o', 'ko', 'Mo', 'Go', 'To'] } as const

/** Bytes as people say them. */
function wordBytes(bytes: number, { language, number }: Pick<Desk['words'], 'language' | 'number'>): string {
  const units = UNITS[language]
  const at = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  return `${number(Math.round((bytes / 1000 ** at) * 100) / 100)}\u00A0${units[at] ?? ''}`
}

/** What the classes mean, in plain words. */
function Classes(): ReactNode {
  const { words } = useDesk()
  return (
    <details className="card">
      <summary>{words.say('exposure.classes')}</summary>
      <dl className="classes">
        {CLASSES.map((name) => (
          <div key={name}>
            <dt>
              <ClassBadge name={name} />
            </dt>
            <dd>{words.say(`exposureClassWhy.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

function Sessions({ sessions }: { sessions: Findings['sessions'] }): ReactNode {
  const { words } = useDesk()
  const moments = useMoments<Findings['sessions'][number]>()
  return (
    <section className="stack">
      <h2>{words.say('exposure.sessions')}</h2>
      <DeskTable
        caption={words.say('exposure.sessions')}
        rows={sessions}
        keyOf={(row) => `${row.user_id} ${row.device_id}`}
        empty={words.say('exposure.noSession')}
        file="sessions.csv"
        columns={[
          { key: 'device', label: words.say('alerts.device'), text: (row) => `${row.device_name ?? ''} ${row.device_id}`.trim(), show: (row) => <span className="fixed">{row.device_name ?? row.device_id}</span> },
          { key: 'who', label: words.say('alerts.account'), text: (row) => row.user_id, show: (row) => <a className="fixed" href={paths.account(row.user_id)}>{row.user_id}</a> },
          { key: 'from', label: words.say('reads.addresses'), text: (row) => row.addresses.join(' '), show: (row) => <span className="fixed">{row.addresses.join(' ')}</span> },
          moments('first', words.say('exposure.first'), (row) => row.first_at_ms),
          moments('last', words.say('exposure.last'), (row) => row.last_at_ms),
          { key: 'events', label: words.say('reads.events'), text: (row) => row.events },
          { key: 'files', label: words.say('reads.files'), text: (row) => row.files },
          { key: 'bytes', label: words.say('reads.bytes'), text: (row) => row.bytes, show: (row) => wordBytes(row.bytes, words) },
          { key: 'end', label: words.say('exposure.endedBy'), text: (row) => words.say(`sessionEnd.${row.ended_by}`) },
        ]}
      />
    </section>
  )
}

function Others({ others }: { others: Findings['others'] }): ReactNode {
  const { words } = useDesk()
  const moments = useMoments<Findings['others'][number]>()
  if (others.length === 0) return null
  return (
    <section className="stack">
      <h2>{words.say('exposure.others')}</h2>
      <DeskTable
        caption={words.say('exposure.others')}
        rows={others}
        keyOf={(row) => `${row.user_id} ${row.address}`}
        empty=""
        file="others.csv"
        columns={[
          { key: 'who', label: words.say('alerts.account'), text: (row) => row.user_id, show: (row) => <a className="fixed" href={paths.account(row.user_id)}>{row.user_id}</a> },
          { key: 'from', label: words.say('reads.addresses'), text: (row) => row.address, show: (row) => <span className="fixed">{row.address}</span> },
          moments('first', words.say('exposure.first'), (row) => row.first_at_ms),
          moments('last', words.say('exposure.last'), (row) => row.last_at_ms),
        ]}
      />
    </section>
  )
}
