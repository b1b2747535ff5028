// An address that leads to no room of one's own: what the server shows of it, and the way in, where there is one.
import '../inbox/inbox-page.css'
import { Waiting } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { paths } from '../../paths.ts'
import type { FoundRoom } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { FoundRoomEntry } from './explore-rooms.tsx'
import { Icon } from '../icon.tsx'
import { useTitle } from '../use-title.ts'

/** The page, in place of a conversation. The address of a room that one is in leads on to the room. */
export function UnknownRoom({ roomIdOrAlias, eventId }: { roomIdOrAlias: string; eventId: string | undefined }): ReactNode {
  const { model, words } = useApp()
  const [found, setFound] = useState<FoundRoom | 'looking' | 'none'>('looking')
  useTitle(words.say('talk.noRoom'))
  useEffect(() => {
    let isCurrent = true
    const look = async (): Promise<void> => {
      const room = await model.directory.findRoom(roomIdOrAlias).catch(() => undefined)
      if (!isCurrent) return
      const isMine = model.rooms.getState().some(({ roomId }) => roomId === room?.roomId)
      if (room !== undefined && isMine) navigate(paths.room(room.roomId, eventId), { replace: true })
      else setFound(room ?? 'none')
    }
    void look()
    return () => {
      isCurrent = false
    }
  }, [model, roomIdOrAlias, eventId])
  return (
    <section className="page" aria-labelledby="page-title">
      <header className="page-head">
        <a className="tool only-phone" href={paths.home()} aria-label={words.say('app.back')}>
          <Icon name="back" />
        </a>
        <h1 id="page-title">{words.say('talk.noRoom')}</h1>
      </header>
      <div className="page-body">
        <div className="page-column">
          {found === 'looking' ? <Waiting label={words.say('app.loading')} /> : null}
          {found === 'none' ? (
            <>
              <p>{words.say('talk.noSuchRoom')}</p>
              <p className="soft">{words.say('talk.noSuchRoomWhy')}</p>
              <div className="row">
                <a className="button" href={paths.home()}>
                  {words.say('app.back')}
                </a>
                <a className="button" href={paths.explore()}>
                  {words.say('explore.title')}
                </a>
              </div>
            </>
          ) : null}
          {typeof found === 'string' ? null : (
            <ul className="inbox">
              <FoundRoomEntry room={found} />
            </ul>
          )}
        </div>
      </div>
    </section>
  )
}
