// What people took along of conversations: who, which room, when, how much.
import type { QueryOf, ResponseOf } from '@chappe/contract'
import { listDeskExports } from '@chappe/contract'
import { Badge, Button, Notice, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { useDesk } from '../desk-context.tsx'
import { Page } from '../page.tsx'
import { PartsOf, useParts } from '../parts.tsx'
import { paths } from '../paths.ts'
import { STANDING_TONES } from '../tables/actions-table.tsx'
import { DeskTable, useMoments } from '../tables/desk-table.tsx'
import { wordForm } from '../word-names.ts'

type DeskWords = ReturnType<typeof useDesk>['words']
type Export = ResponseOf<typeof listDeskExports>['exports'][number]

/** What is asked for, as it stands in the address: days as `2026-11-30`. */
interface Filter {
  person: string
  room: string
  from: string
  to: string
}

const DAY_MS = 24 * 3600_000

/** The page. */
export function ExportsPage(): ReactNode {
  const { words, ask } = useDesk()
  const search = useSearch()
  const filter = filterIn(search)
  const parts = useParts(`exports ${search}`, (from) => ask(listDeskExports, { params: {}, query: { ...queryOf(filter), ...(from === undefined ? {} : { from }), limit: '100' } }))
  const isFiltered = Object.values(filter).some((value) => value !== '')
  return (
    <Page title={words.say('place.exports')}>
      <p className="soft">{words.say('exports.what')}</p>
      <SearchForm key={search} filter={filter} />
      <PartsOf parts={parts}>
        {(all) => (
          <>
            <Removed numbers={all[0]?.removed ?? []} />
            <ExportsTable rows={all.flatMap((page) => page.exports)} empty={words.say(isFiltered ? 'exports.noneLike' : 'exports.none')} />
            <p className="soft">{words.say('exports.amountWhy')}</p>
          </>
        )}
      </PartsOf>
    </Page>
  )
}

/** What somebody has taken out of the list, who could write to the database. */
function Removed({ numbers }: { numbers: readonly number[] }): ReactNode {
  const { words } = useDesk()
  if (numbers.length === 0) return null
  return (
    <Notice tone="bad">
      <p>{words.say('exports.removed', { count: numbers.length, numbers: numbers.slice(0, REMOVED_SHOWN).join(', ') })}</p>
    </Notice>
  )
}

const REMOVED_SHOWN = 20

function SearchForm({ filter }: { filter: Filter }): ReactNode {
  const { words } = useDesk()
  const [, go] = useLocation()
  const [value, setValue] = useState(filter)
  const set = (name: keyof Filter) => (text: string) => setValue((before) => ({ ...before, [name]: text.trim() }))
  return (
    <form
      className="stack no-print"
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        go(paths.exports(value))
      }}
    >
      <div className="two">
        <TextField label={words.say('exports.person')} help={words.say('exports.personHelp')} name="person" type="search" value={value.person} onChange={set('person')} maxLength={255} />
        <TextField label={words.say('exports.room')} help={words.say('exports.roomHelp')} name="room" type="search" value={value.room} onChange={set('room')} maxLength={255} />
        <TextField label={words.say('exposure.from')} name="from" type="date" value={value.from} onChange={set('from')} />
        <TextField label={words.say('exposure.to')} name="to" type="date" value={value.to} onChange={set('to')} />
      </div>
      <div className="row">
        <Button kind="main" type="submit">
          {words.say('accounts.search')}
        </Button>
      </div>
    </form>
  )
}

function ExportsTable({ rows, empty }: { rows: readonly Export[]; empty: string }): ReactNode {
  const { words } = useDesk()
  const moments = useMoments<Export>()
  const amount = (value: number | null): string => (value === null ? words.say('exports.unsaid') : words.number(value))
  return (
    <DeskTable
      caption={words.say('place.exports')}
      rows={rows}
      keyOf={(row) => String(row.export_id)}
      empty={empty}
      file="exports.csv"
      columns={[
        moments('at', words.say('audit.at'), (row) => row.at_ms),
        { key: 'who', label: words.say('audit.who'), text: (row) => row.user_id ?? '', show: (row) => <Who row={row} />, file: (row) => `${row.user_id ?? ''} ${row.device_id ?? ''}` },
        { key: 'room', label: words.say('exports.room'), text: (row) => row.room_name ?? row.room_id, show: (row) => <RoomName row={row} />, file: (row) => `${row.room_id} ${row.room_name ?? ''}` },
        { key: 'what', label: words.say('exports.what.column'), text: (row) => `${wordPart(row, words)}, ${wordKind(row, words)}`, show: (row) => <What row={row} /> },
        { key: 'messages', label: words.say('exports.messages'), text: (row) => row.messages ?? -1, show: (row) => amount(row.messages), file: (row) => row.messages ?? '' },
        { key: 'files', label: words.say('exports.files'), text: (row) => row.files ?? -1, show: (row) => amount(row.files), file: (row) => row.files ?? '' },
        { key: 'bytes', label: words.say('exports.bytes'), text: (row) => row.bytes ?? -1, show: (row) => amount(row.bytes), file: (row) => row.bytes ?? '' },
        { key: 'standing', label: words.say('audit.standing'), text: (row) => words.say(`audit.standing.${row.standing}`), show: (row) => <Badge tone={STANDING_TONES[row.standing]}>{words.say(`audit.standing.${row.standing}`)}</Badge> },
      ]}
    />
  )
}

function Who({ row }: { row: Export }): ReactNode {
  const { words } = useDesk()
  return (
    <span className="stack-tight">
      {row.user_id === null ? (
        <span className="soft">{words.say('exports.accountGone')}</span>
      ) : (
        <a className="fixed" href={paths.account(row.user_id)}>
          {row.user_id}
        </a>
      )}
      <span className="soft fixed">{row.device_id}</span>
    </span>
  )
}

function What({ row }: { row: Export }): ReactNode {
  const { words } = useDesk()
  return (
    <span className="stack-tight">
      <span>{wordPart(row, words)}</span>
      <span className="soft">{wordKind(row, words)}</span>
    </span>
  )
}

function RoomName({ row }: { row: Export }): ReactNode {
  const { words } = useDesk()
  return (
    <span className="stack-tight">
      <span>{row.room_name ?? words.say('exports.noName')}</span>
      <a className="soft fixed" href={paths.exports({ room: row.room_id })}>
        {row.room_id}
      </a>
    </span>
  )
}

function wordKind({ format, with_files: withFiles }: Export, { say }: DeskWords): string {
  const form = wordForm(format, say)
  return withFiles ? say('exports.withFiles', { form }) : form
}

function wordPart({ from_ms: from, to_ms: to }: Export, words: DeskWords): string {
  if (from === null) return to === null ? words.say('exports.whole') : words.say('exports.until', { to: words.moment(to) })
  if (to === null) return words.say('exports.since', { from: words.moment(from) })
  return words.say('exports.between', { from: words.moment(from), to: words.moment(to) })
}

function filterIn(search: string): Filter {
  const query = new URLSearchParams(search)
  return { person: query.get('person') ?? '', room: query.get('room') ?? '', from: query.get('from') ?? '', to: query.get('to') ?? '' }
}

function queryOf({ person, room, from, to }: Filter): QueryOf<typeof listDeskExports> {
  const [begins, ends] = [dayOf(from), dayOf(to)]
  return {
    ...(person === '' ? {} : { user_id: person }),
    ...(room === '' ? {} : { room_id: room }),
    ...(begins === undefined ? {} : { from_ms: String(begins) }),
    ...(ends === undefined ? {} : { to_ms: String(ends + DAY_MS) }),
  }
}

/** Where a day begins here; undefined where none is named. */
function dayOf(text: string): number | undefined {
  const ms = text === '' ? Number.NaN : new Date(`${text}T00:00`).getTime()
  return Number.isNaN(ms) || ms < 0 ? undefined : ms
}
