// What a message said before it was corrected.
import { Notice, Waiting } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import type { Version } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { useTalk } from '../message/context.ts'
import { wordBody } from '../word-body.ts'

/** All versions, the newest first. */
export function HistoryDialog({ id }: { id: string }): ReactNode {
  const { words } = useApp()
  const { actions } = useTalk().conversation
  const [versions, setVersions] = useState<readonly Version[] | 'failed'>()
  useEffect(() => {
    actions.listVersions(id).then(setVersions, () => setVersions('failed'))
  }, [actions, id])
  if (versions === undefined) return <Waiting label={words.say('app.loading')} />
  if (versions === 'failed')
    return (
      <Notice tone="bad">
        <p>{words.say('talk.actionFailed')}</p>
      </Notice>
    )
  return (
    <ol className="dialog-list dialog-history">
      {versions.toReversed().map((version) => (
        <li key={version.sentAtMs}>
          <time className="soft" dateTime={new Date(version.sentAtMs).toISOString()}>
            {words.moment(version.sentAtMs)}
          </time>
          <p className="message-text" dir="auto">
            {wordBody(version.body, words.say)}
          </p>
        </li>
      ))}
    </ol>
  )
}
