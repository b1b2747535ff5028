// A report as pictures: over time, by organisation, by room. Tables that say the same stand below them.
import { listExposedRooms } from '@chappe/contract'
import type { ReactNode } from 'react'
import { useDesk } from '../desk-context.tsx'
import { Answer } from '../page.tsx'
import { Bars } from '../pictures/bars.tsx'
import { Ranks } from '../pictures/ranks.tsx'
import { useAnswer } from '../use-answer.ts'
import { shownOf } from './lists.tsx'
import type { ExposedRoom, Findings } from './shapes.ts'

const PART = 200
/** As many rooms as the pictures are drawn from. */
const ROOMS_MAX = 2000
const SHOWN = 12

/** Messages and files over time. */
export function Timeline({ timeline }: { timeline: Findings['timeline'] }): ReactNode {
  const { words } = useDesk()
  const [first, last] = [timeline[0], timeline.at(-1)]
  if (first === undefined || last === undefined) return null
  const say = (events: number, files: number): string => words.say('exposure.slice', { events, files })
  const sum = (pick: (slice: Findings['timeline'][number]) => number): number => timeline.reduce((total, slice) => total + pick(slice), 0)
  return (
    <section className="stack">
      <h2>{words.say('exposure.overTime')}</h2>
      <div className="card">
        <Bars
          label={say(sum(({ events }) => events), sum(({ files }) => files))}
          fromMs={first.from_ms}
          toMs={last.to_ms}
          everyMs={first.to_ms - first.from_ms}
          bars={timeline.filter(({ events, files }) => events + files > 0).map((slice) => ({ atMs: slice.from_ms, values: [slice.events, slice.files], title: `${words.moment(slice.from_ms)}: ${say(slice.events, slice.files)}` }))}
          parts={[words.say('reads.events'), words.say('reads.files')]}
          wordMoment={words.moment}
          wordNumber={words.number}
        />
      </div>
    </section>
  )
}

/** Which organisations and rooms were shown most. */
export function ByRoom({ reportId }: { reportId: string }): ReactNode {
  const { words, ask } = useDesk()
  const asked = useAnswer(`rooms of ${reportId}`, async () => {
    const rooms: ExposedRoom[] = []
    for (let from: string | undefined = '0'; from !== undefined && rooms.length < ROOMS_MAX; ) {
      const part: { rooms: ExposedRoom[]; next?: string } = await ask(listExposedRooms, { params: { reportId }, query: { limit: String(PART), from } })
      rooms.push(...part.rooms)
      from = part.next
    }
    return rooms
  })
  return (
    <Answer asked={asked}>
      {(rooms) => {
        const shown = rooms.filter((room) => shownOf(room) > 0)
        if (shown.length === 0) return null
        const organisations = Map.groupBy(shown, ({ organisation }) => organisation ?? words.say('account.noOrganisation'))
        return (
          <div className="two">
            <section className="card stack">
              <h2>{words.say('exposure.byOrganisation')}</h2>
              <Ranks ranks={ranksOf([...organisations].map(([name, of]) => ({ name, value: of.reduce((sum, room) => sum + shownOf(room), 0) })))} wordNumber={words.number} />
            </section>
            <section className="card stack">
              <h2>{words.say('exposure.byRoom')}</h2>
              <Ranks ranks={ranksOf(shown.map((room) => ({ name: room.name ?? room.room_id, value: shownOf(room) })))} wordNumber={words.number} />
            </section>
          </div>
        )
      }}
    </Answer>
  )
}

function ranksOf(all: readonly { name: string; value: number }[]): { name: string; value: number }[] {
  return all.toSorted((a, b) => b.value - a.value).slice(0, SHOWN)
}
