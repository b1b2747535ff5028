// Why a file is not shown, and what can be done about it.
import type { Words } from '@chappe/ui'
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import type { MediaFailure } from '../../viewmodels/types.ts'
import type { WordKey } from '../../words/en.ts'
import { useApp } from '../app-context.tsx'

/** The reason, as a sentence. */
export function wordFailure(why: MediaFailure, { say }: Words<WordKey>): string {
  return say(`media.failed.${why}`)
}

const WHYS: ReadonlySet<unknown> = new Set<MediaFailure>(['gone', 'notYet', 'altered', 'unsafe', 'tooLarge', 'signedOut', 'unreachable'])

/** The reason in an error. */
export function failureOf(error: unknown): MediaFailure {
  const why: unknown = typeof error === 'object' && error !== null && 'why' in error ? error.why : undefined
  return isWhy(why) ? why : 'unreachable'
}

function isWhy(why: unknown): why is MediaFailure {
  return WHYS.has(why)
}

/** The reason, with another try where that may help. */
export function Failure({ why, retry }: { why: MediaFailure; retry: () => void }): ReactNode {
  const { words } = useApp()
  return (
    <div className="media-failure" role="status">
      <p>{wordFailure(why, words)}</p>
      {why === 'unreachable' || why === 'notYet' ? (
        <Button kind="plain" onPress={retry}>
          {words.say('media.again')}
        </Button>
      ) : null}
    </div>
  )
}
