// The files, pictures and links of a room, beside its conversation.
import { Button, TextField, Waiting } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { paths } from '../../paths.ts'
import type { RoomFile, RoomFiles } from '../../viewmodels/media/room-files.ts'
import { ROOM_FILE_FILTERS } from '../../viewmodels/media/room-files.ts'
import { useApp, useLive } from '../app-context.tsx'
import { FileRow } from '../body/file.tsx'
import type { PanelProps } from '../frame/panel-props.ts'
import { Pictures, useOpenPicture } from './conversation-media.tsx'
import './media.css'
import { Picture } from './picture.tsx'
import { Player } from './player.tsx'

const SMALL = { width: 220, height: 140 }

/** The panel: opened with its room, and gathered anew each time. */
export function RoomFilesPanel({ roomId }: PanelProps): ReactNode {
  const { model, words } = useApp()
  const [files, setFiles] = useState<RoomFiles>()
  useEffect(() => {
    const opened = model.files.openRoomFiles(roomId)
    setFiles(opened)
    return () => opened?.close()
  }, [model, roomId])
  if (files === undefined) return <Waiting label={words.say('app.loading')} />
  return (
    <Pictures source={files.messages}>
      <Gathered roomId={roomId} files={files} />
    </Pictures>
  )
}

function Gathered({ roomId, files }: { roomId: string; files: RoomFiles }): ReactNode {
  const { words } = useApp()
  const { filter, search, entries, hasOlder, isPaging, sinceMs } = useLive(files.state)
  return (
    <div className="room-files">
      <TextField label={words.say('roomFiles.search')} name="search" type="search" value={search} onChange={files.search} />
      <div className="chips" role="group" aria-label={words.say('roomFiles.filter')}>
        {ROOM_FILE_FILTERS.map((each) => (
          <button key={each} type="button" className="chip" aria-pressed={each === filter} onClick={() => files.setFilter(each)}>
            {words.say(`roomFiles.filter.${each}`)}
          </button>
        ))}
      </div>
      <ul className="room-files-list">
        {entries.map((entry) => (
          <Entry key={entry.key} roomId={roomId} entry={entry} />
        ))}
      </ul>
      <p className="soft" role="status">
        {entries.length > 0 ? '' : hasOlder && sinceMs !== undefined ? words.say('roomFiles.none', { since: words.day(sinceMs) }) : words.say('roomFiles.noneAtAll')}
      </p>
      {hasOlder ? (
        <Button isBusy={isPaging} onPress={() => void files.more().catch(() => undefined)}>
          {words.say('roomFiles.more')}
        </Button>
      ) : null}
      <a href={paths.panel(roomId, 'export')}>{words.say('export.title')}</a>
    </div>
  )
}

function Entry({ roomId, entry }: { roomId: string; entry: RoomFile }): ReactNode {
  const { words } = useApp()
  const { sender, sentAtMs, eventId } = entry
  return (
    <li className="room-files-entry">
      <What entry={entry} />
      <span className="file-about soft">
        {words.say('roomFiles.by', { name: sender.name, moment: words.moment(sentAtMs) })} · <a href={paths.room(roomId, eventId)}>{words.say('roomFiles.show')}</a>
      </span>
    </li>
  )
}

function What({ entry: { what, sender, eventId } }: { entry: RoomFile }): ReactNode {
  const openPicture = useOpenPicture()
  if (what.kind === 'link') {
    return (
      <a className="room-files-link" href={what.url} target="_blank" rel="noopener noreferrer nofollow">
        {what.url}
      </a>
    )
  }
  const isPicture = (what.media === 'image' || what.media === 'video') && what.source !== undefined
  return (
    <>
      {isPicture ? <Picture file={what} room={SMALL} onOpen={() => openPicture(eventId)} /> : null}
      {what.isVoice ? <Player file={what} name={sender.name} /> : <FileRow file={what} />}
    </>
  )
}
