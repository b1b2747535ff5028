// A file that a view shows for as long as it is there.
import { useEffect, useState } from 'react'
import type { Live } from '../../live.ts'
import type { Shown, ShownState } from '../../viewmodels/types.ts'
import { useLive } from '../app-context.tsx'

const LOADING: ShownState = { kind: 'loading' }
const NOT_YET: Live<ShownState> = { getState: () => LOADING, subscribe: () => () => undefined } as const satisfies Pick<Live<ShownState>, 'getState' | 'subscribe'>

/** What is there of it. `key` says which file it is: another key, another file. Undefined `open`: nothing is wanted yet. */
export function useShown(open: (() => Shown | undefined) | undefined, key: string): { state: ShownState; retry: () => void } {
  const [shown, setShown] = useState<Shown>()
  const isWanted = open !== undefined
  useEffect(() => {
    const opened = open?.()
    setShown(opened)
    return () => opened?.release()
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the key says when it is another file
  }, [key, isWanted])
  return { state: useLive(shown?.state ?? NOT_YET), retry: () => shown?.retry() }
}
