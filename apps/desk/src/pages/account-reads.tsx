// How much an account was shown over time: a picture, and the same as a table.
import { getDeskReads } from '@chappe/contract'
import { Button, ChoiceField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import { Answer } from '../page.tsx'
import { Bars } from '../pictures/bars.tsx'
import { DeskTable, useMoments } from '../tables/desk-table.tsx'
import { useAnswer } from '../use-answer.ts'
import type { ResponseOf } from '@chappe/contract'

type Reads = ResponseOf<typeof getDeskReads>
type Slice = Reads['slices'][number]

const SPANS = ['1', '7', '31'] as const
const DAY_MS = 24 * 3_600_000

/** The part of the page. */
export function AccountReads({ userId }: { userId: string }): ReactNode {
  const { words, ask } = useDesk()
  const [days, setDays] = useState<(typeof SPANS)[number]>('7')
  const asked = useAnswer(`reads ${userId} ${days}`, () => ask(getDeskReads, { params: { userId }, query: { from_ms: String(Date.now() - Number(days) * DAY_MS) } }))
  return (
    <section className="stack">
      <div className="row">
        <h2 className="grow">{words.say('reads.title')}</h2>
        <ChoiceField label={words.say('reads.span')} name="span" value={days} onChange={setDays} choices={SPANS.map((value) => ({ value, label: words.say(`reads.days.${value}`) }))} />
      </div>
      <Answer asked={asked}>{(reads) => (reads.slices.length === 0 ? <p className="card soft">{words.say('reads.none')}</p> : <Shown reads={reads} />)}</Answer>
    </section>
  )
}

function Shown({ reads }: { reads: Reads }): ReactNode {
  const { words } = useDesk()
  const [isTable, setTable] = useState(false)
  const total = (pick: (slice: Slice) => number): number => reads.slices.reduce((sum, slice) => sum + pick(slice), 0)
  const values = (slice: Slice): number[] => [slice.events, slice.files, slice.people, slice.keys]
  const say = (slice: Slice): string => `${words.moment(slice.at_ms)}: ${words.say('reads.slice', { events: slice.events, files: slice.files, people: slice.people, keys: slice.keys })}`
  const label = words.say('reads.slice', { events: total(({ events }) => events), files: total(({ files }) => files), people: total(({ people }) => people), keys: total(({ keys }) => keys) })
  return (
    <div className="card stack">
      <p>{label}</p>
      {reads.is_whole ? null : <p className="soft">{words.say('reads.notWhole')}</p>}
      <Bars
        label={label}
        fromMs={reads.from_ms}
        toMs={reads.to_ms}
        everyMs={reads.every_ms}
        bars={reads.slices.map((slice) => ({ atMs: slice.at_ms, values: values(slice), title: say(slice) }))}
        parts={[words.say('reads.events'), words.say('reads.files'), words.say('reads.people'), words.say('reads.keys')]}
        wordMoment={words.moment}
        wordNumber={words.number}
      />
      <div className="row no-print">
        <Button kind="plain" onPress={() => setTable(!isTable)}>
          {words.say(isTable ? 'reads.hideTable' : 'reads.showTable')}
        </Button>
      </div>
      <div hidden={!isTable} className="print-too">
        <ReadsTable slices={reads.slices} />
      </div>
    </div>
  )
}

function ReadsTable({ slices }: { slices: readonly Slice[] }): ReactNode {
  const { words } = useDesk()
  const moments = useMoments<Slice>()
  return (
    <DeskTable
      caption={words.say('reads.title')}
      rows={slices}
      keyOf={(slice) => String(slice.at_ms)}
      empty={words.say('reads.none')}
      file="reads.csv"
      columns={[
        moments('at', words.say('reads.from'), (slice) => slice.at_ms),
        { key: 'events', label: words.say('reads.events'), text: (slice) => slice.events },
        { key: 'files', label: words.say('reads.files'), text: (slice) => slice.files },
        { key: 'people', label: words.say('reads.people'), text: (slice) => slice.people },
        { key: 'keys', label: words.say('reads.keys'), text: (slice) => slice.keys },
        { key: 'rooms', label: words.say('account.rooms'), text: (slice) => slice.rooms },
        { key: 'addresses', label: words.say('reads.addresses'), text: (slice) => slice.addresses },
        { key: 'bytes', label: words.say('reads.bytes'), text: (slice) => slice.bytes },
      ]}
    />
  )
}
