// The messenger is used in one page at a time: the others say so.
import { Button, createWords, languageOf, Waiting } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useMemo, useSyncExternalStore } from 'react'
import type { Tab } from './tabs.ts'
import { en } from './words/en.ts'
import { fr } from './words/fr.ts'

const LANGUAGE_KEY = 'chappe.language'

/** Shows what is inside where the messenger is used in this page. */
export function OneTab({ tab, children }: { tab: Tab; children: ReactNode }): ReactNode {
  const state = useSyncExternalStore(tab.state.subscribe, tab.state.getState)
  const words = useMemo(() => createWords({ en, fr }, languageOf([localStorage.getItem(LANGUAGE_KEY) ?? '', ...navigator.languages])), [])
  if (state === 'here') return children
  return (
    <div className="alone" lang={words.language}>
      <main className="card stack">
        {state === 'asking' ? (
          <>
            <h1>{words.say('app.name')}</h1>
            <Waiting label={words.say('app.opening')} />
          </>
        ) : (
          <>
            <h1>{words.say('tabs.title')}</h1>
            <p>{words.say('tabs.why')}</p>
            <Button kind="main" onPress={tab.takeOver}>
              {words.say('tabs.here')}
            </Button>
          </>
        )}
      </main>
    </div>
  )
}
