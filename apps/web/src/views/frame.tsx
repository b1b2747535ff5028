// The frame: the rooms on one side, what is looked at beside them. On a phone one of the two.
import { Button, LANGUAGES } from '@chappe/ui'
import type { ReactNode } from 'react'
import { Route, Switch, useLocation, useRoute } from 'wouter'
import { paths } from '../paths.ts'
import { useApp } from './app-context.tsx'
import { ConversationPage } from './conversation.tsx'
import { RoomList } from './room-list.tsx'
import { StandingBar } from './standing/standing-bar.tsx'

/** The whole messenger. */
export function MessengerFrame(): ReactNode {
  const { model, words, setLanguage } = useApp()
  const [path] = useLocation()
  const [, params] = useRoute('/rooms/:roomId/*?')
  const openRoomId = params?.roomId === undefined ? undefined : decodeURIComponent(params.roomId)
  return (
    <div className="messenger" data-place={path === paths.home() ? 'list' : 'main'}>
      <a className="skip" href="#main">
        {words.say('app.skip')}
      </a>
      <StandingBar />
      <header className="side">
        <div className="side-head">
          <strong>{words.say('app.name')}</strong>
          <span className="row">
            {LANGUAGES.filter((each) => each !== words.language).map((each) => (
              <Button key={each} kind="plain" onPress={() => setLanguage(each)}>
                {each.toUpperCase()}
              </Button>
            ))}
            <Button kind="plain" onPress={() => void model.signOut().then(() => location.assign(paths.home()))}>
              {words.say('app.signOut')}
            </Button>
          </span>
        </div>
        <RoomList openRoomId={openRoomId} />
      </header>
      <main id="main" className="main" tabIndex={-1}>
        <Switch>
          <Route path={paths.home()}>
            <p className="nothing soft">{words.say('app.pickRoom')}</p>
          </Route>
          <Route path="/rooms/:roomId/*?">{({ roomId }) => <ConversationPage key={roomId} roomId={decodeURIComponent(roomId)} />}</Route>
          <Route>
            <p className="nothing soft">{words.say('app.noSuchPage')}</p>
          </Route>
        </Switch>
      </main>
    </div>
  )
}
