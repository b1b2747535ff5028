// Exploring: rooms that are published, and one into which a link leads.
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { joinTokenOf, paths } from '../../paths.ts'
import { useApp } from '../app-context.tsx'
import { ExploreRooms } from './explore-rooms.tsx'
import { PageHead } from '../frame/page-head.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'

/** The page. */
export function ExplorePage(): ReactNode {
  const { words } = useApp()
  return (
    <section className="page" aria-labelledby="page-title">
      <PageHead title={words.say('explore.title')} />
      <div className="page-body">
        <div className="page-column">
          <JoinByLink />
          <ExploreRooms spaceId={undefined} />
        </div>
      </div>
    </section>
  )
}

/** A link that led here: it is used when somebody says so, not by being opened. */
function JoinByLink(): ReactNode {
  const { model, words } = useApp()
  const [token, setToken] = useState(() => (location.hash.startsWith('#join=') ? joinTokenOf(location.hash) : ''))
  const { isBusy, problem, run } = useAsking()
  if (token === '') return null
  const comeIn = (): void => {
    void run(async () => {
      const roomId = await model.directory.redeemLink(token)
      setToken('')
      navigate(paths.room(roomId))
    })
  }
  return (
    <section className="card stack-tight" aria-label={words.say('begin.link')}>
      <p>{words.say('explore.byLink')}</p>
      <Problem problem={problem} />
      <div className="row">
        <Button kind="main" isBusy={isBusy} onPress={comeIn}>
          {words.say('begin.comeIn')}
        </Button>
        <Button onPress={() => setToken('')}>{words.say('app.cancel')}</Button>
      </div>
    </section>
  )
}
