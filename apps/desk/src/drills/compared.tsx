// The report of a drill held against what the intruder was shown.
import { Badge, Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useDesk } from '../desk-context.tsx'
import { paths } from '../paths.ts'
import { DeskTable } from '../tables/desk-table.tsx'
import type { Drill } from './shapes.ts'
import { VERDICT_TONES } from './shapes.ts'

/** What was shown, what came of the comparison, and each thing. */
export function Compared({ drill }: { drill: Drill }): ReactNode {
  const { words } = useDesk()
  const { verdict, shown } = drill
  const sums = [
    { label: words.say('drill.rooms'), value: shown.rooms },
    { label: words.say('drill.events'), value: shown.events },
    { label: words.say('drill.files'), value: shown.files },
    { label: words.say('drill.people'), value: shown.people },
  ]
  return (
    <>
      <section className="stack">
        <h2>{words.say(verdict === 'interrupted' ? 'drill.shownPartly' : 'drill.shown')}</h2>
        <ul className="tiles">
          {sums.map(({ label, value }) => (
            <li key={label} className="tile">
              <span className="tile-count">{words.number(value)}</span>
              <span>{label}</span>
            </li>
          ))}
        </ul>
      </section>
      <section className="stack">
        <h2>{words.say('drill.compared')}</h2>
        {verdict === null ? null : (
          <Notice tone={VERDICT_TONES[verdict]}>
            <p>
              <strong>{words.say(`verdict.${verdict}`)}</strong>
            </p>
            <p>{words.say(`verdict.${verdict}Why`)}</p>
            {drill.report_id === null ? null : (
              <p>
                <a href={paths.exposureReport(drill.report_id)}>{words.say('exposure.title', { id: drill.report_id })}</a>
              </p>
            )}
          </Notice>
        )}
        {drill.compared === null ? <p className="soft">{words.say(drill.state === 'ended' ? 'drill.comparedNever' : 'drill.comparedNone')}</p> : <Things drill={drill} things={drill.compared} />}
      </section>
    </>
  )
}

function Things({ drill, things }: { drill: Drill; things: NonNullable<Drill['compared']> }): ReactNode {
  const { words } = useDesk()
  return (
    <DeskTable
      caption={words.say('drill.compared')}
      rows={things}
      keyOf={({ kind, id }) => `${kind} ${id}`}
      empty={words.say('drill.comparedNone')}
      file={`drill-${drill.drill_id}.csv`}
      columns={[
        { key: 'kind', label: words.say('drill.kind'), text: ({ kind }) => words.say(`drillKind.${kind}`) },
        {
          key: 'name',
          label: words.say('drill.thing'),
          text: ({ name, id }) => `${name ?? ''} ${id}`.trim(),
          show: ({ name, id }) => (
            <span className="stack-tight">
              {name === null ? null : <span>{name}</span>}
              <span className="soft fixed break">{id}</span>
            </span>
          ),
        },
        { key: 'shown', label: words.say('drill.wasShown'), text: ({ shown }) => shown, show: ({ kind, shown }) => words.say(`drill.unit.${kind}`, { count: shown }) },
        { key: 'reported', label: words.say('drill.isReported'), text: ({ reported }) => reported, show: ({ kind, reported }) => words.say(`drill.unit.${kind}`, { count: reported }) },
        {
          key: 'verdict',
          label: words.say('drill.verdict'),
          text: ({ verdict }) => words.say(`verdict.${verdict}`),
          show: ({ verdict }) => <Badge tone={VERDICT_TONES[verdict]}>{words.say(`verdict.${verdict}`)}</Badge>,
        },
      ]}
    />
  )
}
