// Saves a file on this machine.
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'
import type { FileBody } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { saveBlob } from './save.ts'
import { failureOf, wordFailure } from './failure.tsx'

/** The button, and how far it is. */
export function SaveButton({ file }: { file: FileBody }): ReactNode {
  const { model, words } = useApp()
  const [progress, setProgress] = useState<number>()
  const [problem, setProblem] = useState<string>()
  const ending = useRef(new AbortController())
  useEffect(() => {
    const { current } = ending
    return () => current.abort()
  }, [])

  const save = async (): Promise<void> => {
    if (file.source === undefined) return
    if (ending.current.signal.aborted) ending.current = new AbortController()
    setProblem(undefined)
    setProgress(0)
    try {
      const bytes = await model.files.read(file.source, { signal: ending.current.signal, onProgress: setProgress })
      saveBlob(bytes, file.name)
      model.files.noteBytes(file, bytes)
    } catch (error) {
      if (!ending.current.signal.aborted) setProblem(wordFailure(failureOf(error), words))
    } finally {
      setProgress(undefined)
    }
  }

  return (
    <>
      <Button kind="plain" isBusy={progress !== undefined} offBecause={file.source === undefined ? words.say('media.failed.gone') : undefined} onPress={() => void save()}>
        {progress === undefined ? (
          <>
            {words.say('media.save')}
            <span className="hidden-visually"> {file.name}</span>
          </>
        ) : (
          words.say('media.saving', { percent: Math.round(progress * 100) })
        )}
      </Button>
      {problem === undefined ? null : (
        <span className="media-problem" role="status">
          {problem}
        </span>
      )}
    </>
  )
}
