// What can be done with the messages that are chosen.
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useApp, useLive } from '../app-context.tsx'
import { useTalk } from '../message/context.ts'

/** The bar; there only while messages are being chosen. */
export function SelectionBar(): ReactNode {
  const { words } = useApp()
  const { timeline, conversation } = useTalk()
  const selection = useLive(timeline.selection)
  const { rows } = useLive(timeline.state)
  const { rights } = useLive(conversation.signs)
  if (selection === undefined) return null
  const chosen = rows.flatMap((row) => (row.kind === 'message' && selection.has(row.message.id) ? [row.message] : []))
  const ids = chosen.map(({ id }) => id)
  const mayRemove = rights.deleteOthers || chosen.every(({ isMine }) => isMine)
  const copy = (): void => {
    const text = chosen.flatMap(({ sender, body, sentAtMs }) => (body.kind === 'text' ? [`${words.moment(sentAtMs)} ${sender.name}: ${body.text}`] : [])).join('\n')
    void navigator.clipboard.writeText(text).then(timeline.endChoosing, () => undefined)
  }
  const none = ids.length === 0 ? words.say('choose.none') : undefined
  return (
    <div className="selection" role="toolbar" aria-label={words.say('choose.title')}>
      <span aria-live="polite">{words.say('choose.count', { count: ids.length })}</span>
      {none === undefined ? (
        <>
          <Button onPress={() => timeline.ask({ kind: 'forward', ids })}>{words.say('act.forward')}</Button>
          <Button onPress={copy}>{words.say('act.copy')}</Button>
          <Button kind="danger" offBecause={mayRemove ? undefined : words.say('choose.notOwn')} onPress={() => timeline.ask({ kind: 'remove', ids })}>
            {words.say('act.remove')}
          </Button>
        </>
      ) : (
        <span className="soft">{none}</span>
      )}
      <Button kind="plain" onPress={timeline.endChoosing}>
        {words.say('choose.end')}
      </Button>
    </div>
  )
}
