// The emoji: those one uses, a search over all of them, a tone of skin.
import './emoji.css'
import { Waiting } from '@chappe/ui'
import type { KeyboardEvent, ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import type { EmojiBook, EmojiGroup, Tone } from '../../viewmodels/composer/emoji.ts'
import { bare, EMOJI_GROUPS, toned, TONES } from '../../viewmodels/composer/emoji.ts'
import { useApp } from '../app-context.tsx'
import type { IconName } from '../icon.tsx'
import { Icon } from '../icon.tsx'

/** What the button is given. */
export interface EmojiButtonProps {
  label: string
  icon: IconName
  onOpen?: (isOpen: boolean) => void
  onPick: (char: string) => void
}

/** A button that opens the emoji; it closes when one was picked. */
export function EmojiButton({ label, icon, onOpen, onPick }: EmojiButtonProps): ReactNode {
  return (
    <DialogTrigger {...(onOpen === undefined ? {} : { onOpenChange: onOpen })}>
      <AriaButton className="tool" aria-label={label}>
        <Icon name={icon} />
      </AriaButton>
      <Popover placement="top end">
        <Dialog className="emoji" aria-label={label}>
          {({ close }) => (
            <EmojiPicker
              onPick={(char) => {
                close()
                onPick(char)
              }}
            />
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

const FOUND_MAX = 80
const COLUMNS = 8
const SAMPLE = '✋'

interface Cell {
  char: string
  name: string
}

function EmojiPicker({ onPick }: { onPick: (char: string) => void }): ReactNode {
  const { model, words } = useApp()
  const { habits } = model.emoji
  const [book, setBook] = useState<EmojiBook | 'failed' | undefined>(() => model.emoji.book())
  const [query, setQuery] = useState('')
  const [group, setGroup] = useState<EmojiGroup>()
  const [tone, setTone] = useState<Tone>(() => habits.tone())
  useEffect(() => {
    model.emoji.load().then(setBook, () => setBook('failed'))
  }, [model])
  const pick = (char: string): void => {
    habits.use(char)
    onPick(char)
  }
  const cells = cellsOf(typeof book === 'string' ? undefined : book, { query, group, tone, recent: habits.recent() })
  return (
    <>
      <input
        type="search"
        className="emoji-search"
        aria-label={words.say('emoji.search')}
        placeholder={words.say('emoji.search')}
        value={query}
        autoFocus
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && cells[0] !== undefined) pick(cells[0].char)
        }}
      />
      <div className="emoji-groups" role="group" aria-label={words.say('emoji.groups')}>
        {[undefined, ...EMOJI_GROUPS].map((each) => (
          <button key={each ?? 'recent'} type="button" className="chip" aria-pressed={each === group && query === ''} onClick={() => (setGroup(each), setQuery(''))}>
            {words.say(each === undefined ? 'emoji.recent' : `emoji.group.${each}`)}
          </button>
        ))}
      </div>
      {book === undefined ? <Waiting label={words.say('app.loading')} /> : null}
      {book === 'failed' ? <p>{words.say('talk.actionFailed')}</p> : null}
      <EmojiGrid cells={cells} onPick={pick} />
      {book !== undefined && cells.length === 0 ? <p className="soft">{words.say('emoji.none')}</p> : null}
      <div className="emoji-tones" role="group" aria-label={words.say('emoji.tone')}>
        {TONES.map((each) => (
          <button
            key={each}
            type="button"
            className="emoji-one"
            aria-pressed={each === tone}
            aria-label={words.say(`emoji.tone.${each}`)}
            onClick={() => {
              habits.setTone(each)
              setTone(each)
            }}
          >
            {each === 0 ? SAMPLE : `${SAMPLE}${String.fromCodePoint(0x1f3fa + each)}`}
          </button>
        ))}
      </div>
    </>
  )
}

/** The emoji as a grid in which the arrow keys move. */
function EmojiGrid({ cells, onPick }: { cells: readonly Cell[]; onPick: (char: string) => void }): ReactNode {
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key]
    if (step === undefined) return
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('button')]
    const next = all[all.findIndex((each) => each === document.activeElement) + step]
    if (next === undefined) return
    event.preventDefault()
    next.focus()
  }
  return (
    <div className="emoji-grid" onKeyDown={onKeyDown}>
      {cells.map(({ char, name }, index) => (
        <button key={char} type="button" className="emoji-one" title={name} aria-label={name} tabIndex={index === 0 ? 0 : -1} onClick={() => onPick(char)}>
          {char}
        </button>
      ))}
    </div>
  )
}

function cellsOf(book: EmojiBook | undefined, { query, group, tone, recent }: { query: string; group: EmojiGroup | undefined; tone: Tone; recent: readonly string[] }): readonly Cell[] {
  if (query !== '') return (book?.search(query, FOUND_MAX) ?? []).map((emoji) => ({ char: toned(emoji, tone), name: emoji.name }))
  if (group !== undefined) return (book?.all ?? []).filter((emoji) => emoji.group === group).map((emoji) => ({ char: toned(emoji, tone), name: emoji.name }))
  return recent.map((char) => ({ char, name: book?.all.find((emoji) => bare(emoji.char) === bare(char))?.name ?? char }))
}
