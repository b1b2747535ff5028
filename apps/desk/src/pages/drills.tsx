// Drills: those that were, each with how fast the team was, and beginning one.
import { beginDrill, listDrills } from '@chappe/contract'
import { Badge, Button } from '@chappe/ui'
import type { Column } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import { BeginForm } from '../drills/begin-form.tsx'
import type { DrillRow, Step } from '../drills/shapes.ts'
import { afterMs, titleOf, VERDICT_TONES, wordLength, wordNotDone } from '../drills/shapes.ts'
import { useOverview } from '../overview/use-overview.tsx'
import { Page } from '../page.tsx'
import { PartsOf, useParts } from '../parts.tsx'
import { paths } from '../paths.ts'
import { DeskTable, useMoments } from '../tables/desk-table.tsx'

/** The page. */
export function DrillsPage(): ReactNode {
  const { words, ask, may } = useDesk()
  const { numbers, askAgain } = useOverview()
  const [isBeginning, setBeginning] = useState(false)
  const get = (from?: string) => ask(listDrills, { params: {}, query: { limit: '100', ...(from === undefined ? {} : { from }) } })
  const parts = useParts(`drills ${JSON.stringify(numbers?.drill)}`, get)
  const isOn = numbers !== undefined && numbers.drill !== null
  return (
    <Page
      title={words.say('place.drills')}
      acts={
        may(beginDrill) && !isOn ? (
          <Button kind="main" onPress={() => setBeginning(true)}>
            {words.say('drill.begin')}
          </Button>
        ) : undefined
      }
    >
      <p className="soft">{words.say('drill.what')}</p>
      <PartsOf parts={parts}>{(all) => <DrillsTable rows={all.flatMap((page) => page.drills)} />}</PartsOf>
      {isBeginning ? (
        <BeginForm
          onClose={() => {
            setBeginning(false)
            parts.askAgain()
            askAgain()
          }}
        />
      ) : null}
    </Page>
  )
}

function DrillsTable({ rows }: { rows: readonly DrillRow[] }): ReactNode {
  const { words } = useDesk()
  const moments = useMoments<DrillRow>()
  const after = (step: Step, label: string): Column<DrillRow> => ({
    key: step,
    label,
    text: (row) => Math.floor((afterMs(row, step) ?? 0) / 1000),
    show: (row) => {
      const ms = afterMs(row, step)
      return ms === null ? <span className="soft">{wordNotDone(row, words.say)}</span> : wordLength(ms, words.say)
    },
    file: (row) => {
      const ms = afterMs(row, step)
      return ms === null ? '' : String(Math.floor(ms / 1000))
    },
  })
  return (
    <DeskTable
      caption={words.say('place.drills')}
      rows={rows}
      keyOf={(row) => String(row.drill_id)}
      empty={words.say('drill.none')}
      file="drills.csv"
      columns={[
        { key: 'title', label: words.say('case.title'), text: (row) => titleOf(row, words.say), show: (row) => <a href={paths.drill(row.drill_id)}>{titleOf(row, words.say)}</a> },
        moments('begun', words.say('drill.begunAt'), (row) => row.begun_at_ms),
        { key: 'state', label: words.say('drill.state'), text: (row) => wordState(row, words.say), show: (row) => <Badge tone={row.state === 'ended' ? 'soft' : 'warn'}>{wordState(row, words.say)}</Badge> },
        after('seen', words.say('drill.seenAfter')),
        after('contained', words.say('drill.containedAfter')),
        after('ready', words.say('drill.readyAfter')),
        { key: 'read', label: words.say('drill.read'), text: (row) => row.shown.events, show: (row) => words.number(row.shown.events) },
        {
          key: 'verdict',
          label: words.say('drill.verdict'),
          text: (row) => (row.verdict === null ? '' : words.say(`verdict.${row.verdict}`)),
          show: (row) => (row.verdict === null ? null : <Badge tone={VERDICT_TONES[row.verdict]}>{words.say(`verdict.${row.verdict}`)}</Badge>),
        },
      ]}
    />
  )
}

/** Where it stands, or how it ended. */
export function wordState({ state, outcome }: DrillRow, say: ReturnType<typeof useDesk>['words']['say']): string {
  return state === 'ended' && outcome !== null ? say(`drillOutcome.${outcome}`) : say(`drillState.${state}`)
}
