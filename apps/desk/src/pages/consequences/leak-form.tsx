// What has leaked, as somebody at the desk has it. Files stay in the browser: their hash is all that is sent.
import type { askAttribution, BodyOf } from '@chappe/contract'
import { Button, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useId, useState } from 'react'
import { useDesk } from '../../desk-context.tsx'
import type { Reason } from '../../forms/act-form.tsx'
import { ANY_TIME, TimeFields, timeOf } from '../../forms/time-fields.tsx'

/** What has leaked. */
export type Leaked = Omit<BodyOf<typeof askAttribution>, keyof Reason>

const FILES_MAX = 100

/** The form. */
export function LeakForm({ onReady }: { onReady: (leaked: Leaked) => void }): ReactNode {
  const { words } = useDesk()
  const { say } = words
  const id = useId()
  const [events, setEvents] = useState('')
  const [places, setPlaces] = useState('')
  const [text, setText] = useState('')
  const [room, setRoom] = useState('')
  const [files, setFiles] = useState('')
  const [hashes, setHashes] = useState<readonly string[]>([])
  const [time, setTime] = useState(ANY_TIME)
  const named = leakedOf({ events, places, text, room, files, hashes })
  const leaked = named === undefined ? undefined : { ...named, ...timeOf(time) }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (leaked !== undefined) onReady(leaked)
      }}
    >
      <TextField label={say('leaks.events')} help={say('leaks.eventsHelp')} name="events" value={events} onChange={setEvents} isLong maxLength={50_000} />
      <TextField label={say('leaks.places')} help={say('leaks.placesHelp')} name="places" value={places} onChange={setPlaces} isLong maxLength={20_000} />
      <TextField label={say('leaks.texts')} help={say('leaks.textsHelp')} name="text" value={text} onChange={setText} isLong maxLength={65_536} />
      <TextField label={say('leaks.room')} help={say('leaks.roomHelp')} name="room" value={room} onChange={setRoom} maxLength={255} />
      <TextField label={say('leaks.files')} help={say('leaks.filesHelp')} name="files" value={files} onChange={setFiles} isLong maxLength={50_000} />
      <div className="field">
        <label htmlFor={id}>{say('leaks.upload')}</label>
        <input id={id} type="file" multiple aria-describedby={`${id}-help`} onChange={(event) => void hashAll([...(event.target.files ?? [])]).then(setHashes)} />
        <span id={`${id}-help`} className="field-help">
          {say('leaks.uploadHelp')}
        </span>
        {hashes.length === 0 ? null : <span className="fixed">{hashes.join(' ')}</span>}
      </div>
      <p className="soft">{say('leaks.timeWhy')}</p>
      <TimeFields time={time} onChange={setTime} />
      <div className="row">
        <Button kind="main" type="submit" offBecause={leaked === undefined ? say('leaks.nothing') : undefined}>
          {say('leaks.ask')}
        </Button>
      </div>
    </form>
  )
}

async function hashAll(files: readonly File[]): Promise<string[]> {
  const hashes: string[] = []
  for (const file of files.slice(0, FILES_MAX)) {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))
    hashes.push([...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''))
  }
  return hashes
}

/** What was written, as the server takes it; nothing where nothing was. */
function leakedOf(written: { events: string; places: string; text: string; room: string; files: string; hashes: readonly string[] }): Leaked | undefined {
  const lines = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '')
  const events = lines(written.events)
  const files = [...lines(written.files), ...written.hashes]
  const places = lines(written.places).flatMap((line) => {
    const [, roomId = '', day = '', time = ''] = /^(!\S+)\s+(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)Z?$/.exec(line) ?? []
    const atMs = Date.parse(`${day}T${time}Z`)
    return Number.isNaN(atMs) ? [] : [{ room_id: roomId, at_ms: atMs }]
  })
  const texts = written.text.trim() === '' ? [] : [written.text]
  if (events.length + files.length + places.length + texts.length === 0) return undefined
  return { events, files, places, texts, ...(written.room.trim() === '' ? {} : { room_id: written.room.trim() }) }
}
