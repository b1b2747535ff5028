// The messenger is used in one page at a time: the others say so.
import { Waiting } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useSyncExternalStore } from 'react'
import type { Tab } from './tabs.ts'
import { keptLanguage, WAY_IN } from './words/way-in.ts'

/** Shows what is inside where the messenger is used in this page. */
export function OneTab({ tab, children }: { tab: Tab; children: ReactNode }): ReactNode {
  const state = useSyncExternalStore(tab.state.subscribe, tab.state.getState)
  if (state === 'here') return children
  const language = keptLanguage()
  const words = WAY_IN[language]
  return (
    <div className="alone" lang={language}>
      <main className="card stack">
        {state === 'asking' ? (
          <>
            <h1>{words['app.name']}</h1>
            <Waiting label={words['app.opening']} />
          </>
        ) : (
          <>
            <h1>{words['tabs.title']}</h1>
            <p>{words['tabs.why']}</p>
            <button type="button" className="button button-main" onClick={tab.takeOver}>
              {words['tabs.here']}
            </button>
          </>
        )}
      </main>
    </div>
  )
}
