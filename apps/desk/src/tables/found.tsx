// What the server found and wrote down, as lists within lists.
import type { ReactNode } from 'react'
import { useDesk } from '../desk-context.tsx'
import { wordEffect, wordFound, wordMembership, wordState } from '../word-names.ts'

/** A thing that was found, whatever it is; `name` is what it was written down as. */
export function Found({ value, name = '' }: { value: unknown; name?: string }): ReactNode {
  const { words } = useDesk()
  if (Array.isArray(value)) return value.length === 0 ? <span className="soft">{words.say('found.nothing')}</span> : <FoundList values={value} />
  if (typeof value === 'object' && value !== null) return <FoundFacts facts={Object.entries(value)} word={name === 'effects' ? wordEffect : wordFound} />
  if (value === null) return <span className="soft">{words.say('found.nothing')}</span>
  if (typeof value === 'number' && name.endsWith('_ms')) return words.moment(value)
  if (typeof value === 'boolean') return words.say(value ? 'exposure.yes' : 'exposure.no')
  if (name === 'membership') return wordMembership(String(value), words.say)
  if (name === 'state_before') return wordState(String(value), words.say)
  return <span className="fixed">{String(value)}</span>
}

function FoundList({ values }: { values: readonly unknown[] }): ReactNode {
  return (
    <ol className="tree">
      {values.map((each, index) => (
        // What was found never changes: its places are names enough.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index}>
          <Found value={each} />
        </li>
      ))}
    </ol>
  )
}

/** What has parts of its own takes the whole width, below its name. */
function FoundFacts({ facts, word }: { facts: readonly [string, unknown][]; word: typeof wordFound }): ReactNode {
  const { words } = useDesk()
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name} className={typeof value === 'object' && value !== null && Object.keys(value).length > 0 ? 'pair-whole' : 'pair'}>
          <dt>{word(name, words.say)}</dt>
          <dd>
            <Found value={value} name={name} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
