// The title of the window: how many conversations hold something for one, and what is looked at.
import { useEffect } from 'react'
import { useApp, usePart } from './app-context.tsx'

/** Sets it for as long as a view is shown; without a name it is the app's. */
export function useTitle(name: string | undefined): void {
  const { model, words } = useApp()
  const waiting = usePart(model.roomList.state, ({ totals }) => totals.unreadRooms + totals.invitations)
  const place = name === undefined || name === '' ? words.say('app.name') : `${name} · ${words.say('app.name')}`
  useEffect(() => {
    document.title = waiting > 0 ? `(${words.number(waiting)}) ${place}` : place
  }, [waiting, place, words])
}
