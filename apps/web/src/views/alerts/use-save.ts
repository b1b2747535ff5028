// Saving what somebody has set: it shows when it did not work.
import { useState } from 'react'

/** `save` tries; `isWrong` says that the last try failed. */
export function useSave(): { isWrong: boolean; save: (work: Promise<unknown>) => void } {
  const [isWrong, setIsWrong] = useState(false)
  return {
    isWrong,
    save: (work) => {
      setIsWrong(false)
      work.catch(() => setIsWrong(true))
    },
  }
}
