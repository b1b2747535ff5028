// Everything by name: what can be done on this page, places, cases, accounts. One writes a part of it and presses Enter.
import { listDeskAccounts, listDeskCases } from '@chappe/contract'
import { Ask } from '@chappe/ui'
import type { KeyboardEvent, ReactNode } from 'react'
import { useEffect, useId, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { useDesk } from '../desk-context.tsx'
import { paths } from '../paths.ts'
import { useAnswer } from '../use-answer.ts'
import { wordTitle } from '../word-served.ts'
import { findPageActs } from './page-acts.ts'
import type { OpenPlace } from './use-places.ts'

interface Command {
  id: string
  label: string
  /** What kind of thing it is, beside the label. */
  kind: string
  run: () => void
}

const SHOWN_MAX = 40
/** Accounts are looked for once somebody has stopped typing: each look is in the record of reads. */
const PAUSE_MS = 300
const LETTERS_MIN = 2

/** The list of commands, in front of the page. */
export function Commands({ places, onHelp, onClose }: { places: readonly OpenPlace[]; onHelp: () => void; onClose: () => void }): ReactNode {
  const { words } = useDesk()
  return (
    <Ask title={words.say('commands.title')} isOpen onClose={onClose}>
      <CommandField places={places} onHelp={onHelp} onClose={onClose} />
    </Ask>
  )
}

function CommandField({ places, onHelp, onClose }: { places: readonly OpenPlace[]; onHelp: () => void; onClose: () => void }): ReactNode {
  const { words, signOut } = useDesk()
  const [, go] = useLocation()
  const id = useId()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const found = useFound(text)
  const open = (href: string) => (): void => {
    onClose()
    go(href)
  }
  // The page as it was when the list opened; the list is gone before anything of it is pressed.
  const [acts] = useState(findPageActs)
  const list = useRef<HTMLUListElement>(null)
  const fixed: Command[] = [
    ...acts.map(({ label, press }) => ({ id: `here ${label}`, label, kind: words.say('commands.here'), run: () => { onClose(); setTimeout(press) } })),
    ...places.map(({ href, label }) => ({ id: href, label: words.say(label), kind: words.say('commands.place'), run: open(href) })),
    { id: 'keys', label: words.say('keys.open'), kind: words.say('commands.act'), run: onHelp },
    { id: 'sign-out', label: words.say('desk.signOut'), kind: words.say('commands.act'), run: () => void signOut() },
  ]
  const like = [...fixed.filter(({ label }) => isLike(label, text)), ...found.map(({ href, ...command }) => ({ ...command, id: href, run: open(href) }))]
  const shown = like.toSorted((a, b) => Number(beginsLike(b.label, text)) - Number(beginsLike(a.label, text))).slice(0, SHOWN_MAX)
  const active = Math.min(at, shown.length - 1)
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt(Math.min(shown.length - 1, active + 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(0, active - 1))
    else if (event.key === 'Enter') shown[active]?.run()
    else return
    event.preventDefault()
  }
  return (
    <div className="commands">
      <input
        className="commands-field"
        role="combobox"
        aria-label={words.say('commands.title')}
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={shown[active] === undefined ? undefined : `${id}-${active}`}
        aria-autocomplete="list"
        autoComplete="off"
        placeholder={words.say('commands.hint')}
        // The one thing to do here.
        autoFocus
        value={text}
        maxLength={100}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={press}
      />
      <ul ref={list} id={`${id}-list`} role="listbox" aria-label={words.say('commands.title')} className="commands-list">
        {shown.map((command, index) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the field that owns the list takes the keys
          <li key={command.id} id={`${id}-${index}`} role="option" aria-selected={index === active} onClick={command.run} onMouseMove={() => setAt(index)}>
            <span className="grow">{command.label}</span>
            <span className="soft">{command.kind}</span>
          </li>
        ))}
      </ul>
      <p className="soft" role="status">
        {shown.length === 0 ? words.say('commands.none') : ''}
      </p>
    </div>
  )
}

/** Cases and accounts that are like a text. */
function useFound(text: string): { href: string; label: string; kind: string }[] {
  const { words, ask, may } = useDesk()
  const [paused, setPaused] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text.trim()), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  const asked = useAnswer(`commands ${paused}`, async () => {
    if (paused.length < LETTERS_MIN) return []
    const [accounts, cases] = await Promise.all([
      may(listDeskAccounts) ? ask(listDeskAccounts, { params: {}, query: { search: paused, limit: '8' } }) : undefined,
      may(listDeskCases) ? ask(listDeskCases, { params: {}, query: { limit: '100' } }) : undefined,
    ])
    return [
      ...(cases?.cases ?? [])
        .filter(({ case_id: caseId, title }) => isLike(`${caseId} ${wordTitle(title, words)}`, paused))
        .map(({ case_id: caseId, title }) => ({ href: paths.case(caseId), label: `${caseId}: ${wordTitle(title, words)}`, kind: words.say('act.case') })),
      ...(accounts?.accounts ?? []).map((account) => ({
        href: paths.account(account.user_id),
        label: account.display_name === null ? account.user_id : `${account.display_name} (${account.user_id})`,
        kind: words.say('commands.account'),
      })),
    ]
  })
  return asked.answer ?? []
}

function isLike(label: string, text: string): boolean {
  return plain(label).includes(plain(text.trim()))
}

/** Whether a word of a label begins with a text: that is rather what is meant. */
function beginsLike(label: string, text: string): boolean {
  return ` ${plain(label).replaceAll(/[^\p{L}\p{N}]+/gu, ' ')}`.includes(` ${plain(text.trim())}`)
}

/** Without accents and capitals. */
function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{Mn}/gu, '').toLowerCase()
}
