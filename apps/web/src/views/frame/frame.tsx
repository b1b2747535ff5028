// The frame: the rail, the rooms, what is looked at, and what it is looked at beside. On a phone one of them at a time.
import './frame.css'
import '../forced-colors.css'
import type { ReactNode } from 'react'
import { Route, Switch } from 'wouter'
import { paths } from '../../paths.ts'
import { useApp, usePart } from '../app-context.tsx'
import { BEGINNINGS, showBeginning } from '../begin/begin-shown.ts'
import { ConversationPage } from '../conversation/conversation.tsx'
import { Icon } from '../icon.tsx'
import { OVERLAYS } from './overlays.tsx'
import { PAGES } from './pages.tsx'
import { usePlace } from '../place.ts'
import { Rail } from './rail.tsx'
import { ValidityBanner } from '../report/validity-banner.tsx'
import { RoomList } from '../rooms/room-list.tsx'
import { useShortcuts } from './shortcuts.ts'
import { useTypeToWrite } from './type-to-write.ts'
import { StandingBar } from '../standing/standing-bar.tsx'
import { useTitle } from '../use-title.ts'

/** What is the same whatever is looked at: it is not drawn anew when somebody goes elsewhere. */
const AROUND = {
  standing: <StandingBar />,
  rail: <Rail />,
  validity: <ValidityBanner />,
  overlays: OVERLAYS.map(({ id, View }) => <View key={id} />),
} as const

/** The whole messenger. */
export function MessengerFrame(): ReactNode {
  const { model, words, preferences } = useApp()
  const density = usePart(model.roomList.state, (list) => list.density)
  const { roomId, shown } = usePlace()
  useShortcuts(model, preferences)
  useTypeToWrite(preferences)
  return (
    <div className="messenger" data-place={shown} data-list={density}>
      <a className="skip" href="#main">
        {words.say('app.skip')}
      </a>
      {AROUND.standing}
      {AROUND.rail}
      <div className="side" data-region tabIndex={-1}>
        {AROUND.validity}
        <RoomList openRoomId={roomId} />
      </div>
      <main id="main" className="main" data-region tabIndex={-1}>
        {roomId === undefined ? (
          <Switch>
            <Route path={paths.home()}>
              <Nothing />
            </Route>
            {PAGES.map(({ path: at, View }) => (
              <Route key={at} path={at}>
                <View />
              </Route>
            ))}
            <Route>
              <p className="nothing soft">{words.say('app.noSuchPage')}</p>
            </Route>
          </Switch>
        ) : (
          <ConversationPage key={roomId} roomId={roomId} />
        )}
      </main>
      {AROUND.overlays}
    </div>
  )
}

/** While no conversation is chosen. */
function Nothing(): ReactNode {
  const { words } = useApp()
  useTitle(undefined)
  return (
    <div className="nothing">
      <h1 className="hidden-visually">{words.say('app.name')}</h1>
      <p className="soft">{words.say('app.pickRoom')}</p>
      <div className="nothing-acts">
        {BEGINNINGS.slice(0, 2).map(({ kind, icon }) => (
          <button key={kind} type="button" className="button" onClick={() => showBeginning(kind)}>
            <Icon name={icon} />
            {words.say(`begin.${kind}`)}
          </button>
        ))}
        <a className="button" href={paths.explore()}>
          <Icon name="explore" />
          {words.say('explore.title')}
        </a>
      </div>
    </div>
  )
}
