// Search in everything: one field, what it understands, what was found, how far it reaches.
import './search.css'
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useId, useRef, useState } from 'react'
import { useSearch } from 'wouter'
import { paths } from '../../paths.ts'
import type { SearchHit, SearchModel } from '../../viewmodels/search.ts'
import { useApp, useLive } from '../app-context.tsx'
import { Icon } from '../icon.tsx'
import { SearchField } from './search-field.tsx'

/** The page. */
export function SearchPage(): ReactNode {
  const { model, words } = useApp()
  // What was typed elsewhere: `?q=`.
  const asked = new URLSearchParams(useSearch()).get('q') ?? ''
  const [search, setSearch] = useState<SearchModel>()
  useEffect(() => {
    const opened = model.openSearch({ from: words.say('search.word.from'), in: words.say('search.word.in') })
    if (asked !== '') opened.setText(asked)
    setSearch(opened)
    return () => opened.close()
  }, [model, words, asked])
  return search === undefined ? null : <SearchView search={search} />
}

const EXAMPLES = ['from', 'in', 'after', 'before', 'has', 'phrase'] as const

function SearchView({ search }: { search: SearchModel }): ReactNode {
  const { words } = useApp()
  const { text, hits, total, isSearching, unclear, isLocalOnly, reach } = useLive(search.state)
  const field = useRef<HTMLInputElement>(null)
  const title = useId()
  useEffect(() => {
    field.current?.focus()
    document.title = `${words.say('search.title')} · ${words.say('app.name')}`
  }, [words])
  const add = (example: string): void => {
    search.setText(text === '' ? example : `${text.trimEnd()} ${example}`)
    field.current?.focus()
  }
  return (
    <section className="page" aria-labelledby={title}>
      <header className="page-head">
        <h1 id={title}>{words.say('search.title')}</h1>
      </header>
      <div className="page-body">
        <div className="page-column">
          <form role="search" className="search-form" onSubmit={(event) => event.preventDefault()}>
            <SearchField search={search} text={text} field={field} />
            <div className="search-examples" role="group" aria-label={words.say('search.conditions')}>
              {EXAMPLES.map((each) => (
                <button key={each} type="button" className="chip" title={words.say(`search.why.${each}`)} onClick={() => add(words.say(`search.word.${each}`))}>
                  {words.say(`search.word.${each}`)}
                </button>
              ))}
            </div>
          </form>
          <p className="soft search-count" role="status">
            {text.trim() === '' ? words.say('search.begin') : isSearching && hits.length === 0 ? words.say('search.running') : words.say('search.found', { count: total })}
            {unclear.length > 0 ? ` ${words.say('search.unclear', { what: unclear.join(' ') })}` : ''}
            {isLocalOnly ? ` ${words.say('search.localOnly')}` : ''}
          </p>
          <ol className="search-hits">
            {hits.map((hit) => (
              <HitView key={hit.id} hit={hit} onOpen={() => search.suggest.note(text)} />
            ))}
          </ol>
          {hits.length < total ? <Button onPress={search.more}>{words.say('search.more')}</Button> : null}
          <p className="soft search-reach">
            {words.say('search.reach', { messages: reach.messages, done: reach.rooms.done, all: reach.rooms.all, isWhole: reach.rooms.done === reach.rooms.all ? 'yes' : 'no' })}{' '}
            {words.say('search.reachFiles')}
          </p>
        </div>
      </div>
    </section>
  )
}

function HitView({ hit, onOpen }: { hit: SearchHit; onOpen: () => void }): ReactNode {
  const { words } = useApp()
  return (
    <li>
      <a className="search-hit" href={paths.room(hit.roomId, hit.id)} onClick={onOpen}>
        <span className="search-where">
          <strong>{hit.roomName}</strong>
          <time className="soft" dateTime={new Date(hit.sentAtMs).toISOString()}>
            {words.moment(hit.sentAtMs)}
          </time>
        </span>
        {hit.before === undefined ? null : <Beside {...hit.before} />}
        <span className="search-text">
          <span className="search-who">{hit.senderName}</span>{' '}
          <Pieces pieces={hit.pieces} />
        </span>
        {hit.inFile === undefined ? null : (
          <span className="search-file">
            <Icon name="files" /> <span className="soft">{words.say('search.inFile', { name: hit.inFile.name })}</span> <Pieces pieces={hit.inFile.pieces} />
          </span>
        )}
        {hit.after === undefined ? null : <Beside {...hit.after} />}
      </a>
    </li>
  )
}

function Pieces({ pieces }: { pieces: SearchHit['pieces'] }): ReactNode {
  return pieces.map(({ text, isHit }, at) => (isHit ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>))
}

function Beside({ senderName, text }: { senderName: string; text: string }): ReactNode {
  return (
    <span className="search-beside soft">
      <span>{senderName}</span> {text}
    </span>
  )
}
