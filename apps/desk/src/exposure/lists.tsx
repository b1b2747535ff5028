// The long lists of a report: rooms, people, files, by class, and by session.
import { listExposedFiles, listExposedPeople, listExposedRooms } from '@chappe/contract'
import type { Column } from '@chappe/ui'
import { ChoiceField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import { PartsOf, useParts } from '../parts.tsx'
import { paths } from '../paths.ts'
import { DeskTable, useMoments } from '../tables/desk-table.tsx'
import type { ExposedFile, ExposedPerson, ExposedRoom, ExposureClass } from './shapes.ts'
import { CLASSES } from './shapes.ts'
import { ClassBadge } from './signs.tsx'

/** A part of a list, whatever is in it. */
interface Part<Row> {
  rows: readonly Row[]
  total: number
  next: string | undefined
}

interface ListProps<Row> {
  reportId: string
  kind: 'rooms' | 'people' | 'files'
  get: (query: { class?: ExposureClass; session?: string; from?: string; limit: string }) => Promise<Part<Row>>
  sessions: readonly string[]
  keyOf: (row: Row) => string
  columns: readonly Column<Row>[]
}

/** The lists. */
export function ExposureLists({ reportId, sessions }: { reportId: string; sessions: readonly string[] }): ReactNode {
  return (
    <>
      <Rooms reportId={reportId} sessions={sessions} />
      <People reportId={reportId} sessions={sessions} />
      <Files reportId={reportId} sessions={sessions} />
    </>
  )
}

function Rooms({ reportId, sessions }: { reportId: string; sessions: readonly string[] }): ReactNode {
  const { words, ask } = useDesk()
  const moments = useMoments<ExposedRoom>()
  return (
    <List<ExposedRoom>
      reportId={reportId}
      kind="rooms"
      sessions={sessions}
      keyOf={(room) => room.room_id}
      get={async (query) => {
        const { rooms: rows, total, next } = await ask(listExposedRooms, { params: { reportId }, query })
        return { rows, total, next }
      }}
      columns={[
        { key: 'name', label: words.say('account.name'), text: (room) => `${room.name ?? ''} ${room.room_id}`.trim(), show: (room) => <Named name={room.name} id={room.room_id} /> },
        { key: 'class', label: words.say('exposure.class'), text: (room) => words.say(`exposureClass.${room.class}`), show: (room) => <ClassBadge name={room.class} /> },
        { key: 'organisation', label: words.say('account.organisation'), text: (room) => room.organisation ?? '' },
        { key: 'shown', label: words.say('exposure.shownOf'), text: (room) => shownOf(room), show: (room) => words.say('announce.share', { part: shownOf(room), whole: room.events.total, percent: Math.floor(room.share * 100) }) },
        { key: 'reach', label: words.say('exposure.reachable'), text: (room) => room.events.reachable },
        { key: 'way', label: words.say('exposure.way'), text: (room) => (room.reachable_by === null ? '' : words.say(`exposureWay.${room.reachable_by}`)) },
        { key: 'now', label: words.say('exposure.reachableNow'), text: (room) => words.say(room.reachable_now ? 'exposure.yes' : 'exposure.no') },
        moments('first', words.say('exposure.first'), (room) => room.first_at_ms),
        moments('last', words.say('exposure.last'), (room) => room.last_at_ms),
      ]}
    />
  )
}

/** How many events of a room were delivered, or have to be assumed to have been. */
export function shownOf({ events }: ExposedRoom): number {
  return events.delivered + events.ciphertext_only + events.keys_reachable + events.unknown
}

function People({ reportId, sessions }: { reportId: string; sessions: readonly string[] }): ReactNode {
  const { words, ask } = useDesk()
  const moments = useMoments<ExposedPerson>()
  return (
    <List<ExposedPerson>
      reportId={reportId}
      kind="people"
      sessions={sessions}
      keyOf={(person) => person.user_id}
      get={async (query) => {
        const { people: rows, total, next } = await ask(listExposedPeople, { params: { reportId }, query })
        return { rows, total, next }
      }}
      columns={[
        { key: 'name', label: words.say('account.name'), text: (person) => `${person.display_name ?? ''} ${person.user_id}`.trim(), show: (person) => <Named name={person.display_name} id={person.user_id} href={paths.account(person.user_id)} /> },
        { key: 'class', label: words.say('exposure.class'), text: (person) => words.say(`exposureClass.${person.class}`), show: (person) => <ClassBadge name={person.class} /> },
        { key: 'organisation', label: words.say('account.organisation'), text: (person) => person.organisation ?? '' },
        { key: 'events', label: words.say('exposure.theirMessages'), text: (person) => person.events },
        { key: 'rooms', label: words.say('account.rooms'), text: (person) => person.rooms },
        moments('first', words.say('exposure.first'), (person) => person.first_at_ms),
        moments('last', words.say('exposure.last'), (person) => person.last_at_ms),
      ]}
    />
  )
}

function Files({ reportId, sessions }: { reportId: string; sessions: readonly string[] }): ReactNode {
  const { words, ask } = useDesk()
  const moments = useMoments<ExposedFile>()
  return (
    <List<ExposedFile>
      reportId={reportId}
      kind="files"
      sessions={sessions}
      keyOf={(file) => file.mxc}
      get={async (query) => {
        const { files: rows, total, next } = await ask(listExposedFiles, { params: { reportId }, query })
        return { rows, total, next }
      }}
      columns={[
        { key: 'name', label: words.say('account.name'), text: (file) => `${file.name ?? ''} ${file.mxc}`.trim(), show: (file) => <Named name={file.name} id={file.mxc} /> },
        { key: 'class', label: words.say('exposure.class'), text: (file) => words.say(`exposureClass.${file.class}`), show: (file) => <ClassBadge name={file.class} /> },
        { key: 'room', label: words.say('reports.room'), text: (file) => file.room_id ?? '', show: (file) => <span className="fixed">{file.room_id}</span> },
        { key: 'bytes', label: words.say('reads.bytes'), text: (file) => file.bytes },
        moments('first', words.say('exposure.first'), (file) => file.first_at_ms),
        moments('last', words.say('exposure.last'), (file) => file.last_at_ms),
      ]}
    />
  )
}

function List<Row>({ reportId, kind, get, sessions, keyOf, columns }: ListProps<Row>): ReactNode {
  const { words } = useDesk()
  const [wanted, setWanted] = useState<ExposureClass | ''>('')
  const [session, setSession] = useState('')
  const query = { ...(wanted === '' ? {} : { class: wanted }), ...(session === '' ? {} : { session }), limit: '200' }
  const parts = useParts(`${kind} ${reportId} ${wanted} ${session}`, (from) => get({ ...query, ...(from === undefined ? {} : { from }) }))
  return (
    <section className="stack">
      <h2>{words.say(`exposure.${kind}`)}</h2>
      <div className="row no-print">
        <ChoiceField label={words.say(`exposure.classOf.${kind}`)} name={`class-${kind}`} value={wanted} onChange={setWanted} choices={[{ value: '' as const, label: words.say('exposure.anyClass') }, ...CLASSES.map((value) => ({ value, label: words.say(`exposureClass.${value}`) }))]} />
        {sessions.length < 2 ? null : (
          <ChoiceField label={words.say(`exposure.sessionOf.${kind}`)} name={`session-${kind}`} value={session} onChange={setSession} choices={[{ value: '', label: words.say('exposure.anySession') }, ...sessions.map((value) => ({ value, label: value }))]} />
        )}
      </div>
      <PartsOf parts={parts} more={(first) => words.say(`exposure.more.${kind}`, { total: first.total })}>
        {(all) => <DeskTable caption={words.say(`exposure.${kind}`)} rows={all.flatMap((part) => part.rows)} keyOf={keyOf} empty={words.say('exposure.nothingLike')} file={`report-${reportId}-${kind}.csv`} columns={columns} />}
      </PartsOf>
    </section>
  )
}

function Named({ name, id, href }: { name: string | null; id: string; href?: string }): ReactNode {
  const shown = name ?? id
  return (
    <span className="stack-tight">
      {href === undefined ? <span>{shown}</span> : <a href={href}>{shown}</a>}
      {name === null ? null : <span className="soft fixed break">{id}</span>}
    </span>
  )
}
