// Links into a room: each ends after a time and a number of uses, and can be ended at once.
import { Button, ChoiceField, Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useCallback, useEffect, useState } from 'react'
import { paths } from '../../paths.ts'
import type { RoomLink } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'

const DAY_MS = 24 * 60 * 60 * 1000
const DAYS = ['1', '7', '30'] as const
const USES = ['1', '10', '25', '100'] as const

/** The links there are, and the way to make one. */
export function Links({ roomId }: { roomId: string }): ReactNode {
  const { model, words } = useApp()
  const [links, setLinks] = useState<readonly RoomLink[]>([])
  const [isOpen, setIsOpen] = useState(false)
  const { problem, run } = useAsking()
  const load = useCallback(async () => setLinks(await model.directory.listLinks(roomId)), [model, roomId])
  useEffect(() => {
    if (isOpen) load().catch(() => undefined)
  }, [isOpen, load])
  const good = links.filter(({ isRevoked, expiresAtMs, useCount, maxUses }) => !isRevoked && expiresAtMs > Date.now() && useCount < maxUses)
  const end = (linkId: string): void => {
    void run(async () => {
      await model.directory.revokeLink(roomId, linkId)
      await load()
    })
  }
  return (
    <details className="details-part" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{words.say('details.links')}</summary>
      {isOpen ? <NewLink roomId={roomId} onMade={() => void load().catch(() => undefined)} /> : null}
      <Problem problem={problem} />
      <ul className="details-links">
        {good.map(({ linkId, expiresAtMs, useCount, maxUses }) => (
          <li key={linkId} className="row">
            <span className="grow">{words.say('details.link', { used: useCount, max: maxUses, day: words.moment(expiresAtMs) })}</span>
            <Button kind="plain" onPress={() => end(linkId)}>
              {words.say('details.endLink')}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  )
}

function NewLink({ roomId, onMade }: { roomId: string; onMade: () => void }): ReactNode {
  const { model, words } = useApp()
  const [days, setDays] = useState<(typeof DAYS)[number]>('7')
  const [uses, setUses] = useState<(typeof USES)[number]>('25')
  const [made, setMade] = useState<string>()
  const [isCopied, setIsCopied] = useState(false)
  const { isBusy, problem, run } = useAsking()
  const make = (): void => {
    void run(async () => {
      const { token } = await model.directory.createLink(roomId, { expiresInMs: Number(days) * DAY_MS, maxUses: Number(uses) })
      setMade(new URL(paths.join(token), location.origin).href)
      setIsCopied(false)
      onMade()
    })
  }
  return (
    <div className="stack-tight">
      <p className="soft">{words.say('details.linksHelp')}</p>
      <ChoiceField label={words.say('details.linkDays')} name="days" value={days} onChange={setDays} choices={DAYS.map((value) => ({ value, label: words.say('details.days', { count: Number(value) }) }))} />
      <ChoiceField label={words.say('details.linkUses')} name="uses" value={uses} onChange={setUses} choices={USES.map((value) => ({ value, label: words.say('details.uses', { count: Number(value) }) }))} />
      <div>
        <Button isBusy={isBusy} onPress={make}>
          {words.say('details.makeLink')}
        </Button>
      </div>
      <Problem problem={problem} />
      {made === undefined ? null : (
        <Notice tone="good">
          <p>{words.say('details.linkOnce')}</p>
          <p className="fixed">{made}</p>
          <div>
            <Button onPress={() => void navigator.clipboard.writeText(made).then(() => setIsCopied(true), () => undefined)}>
              {words.say(isCopied ? 'details.copied' : 'details.copy')}
            </Button>
          </div>
        </Notice>
      )}
    </div>
  )
}
