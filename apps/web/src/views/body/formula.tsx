// A formula in a message: as it was written until what draws it is here, and where it cannot be drawn.
import type { ReactNode } from 'react'
import { useEffect, useMemo, useState } from 'react'
import './formula.css'

type Draw = (latex: string, isBlock: boolean) => ReactNode | undefined

/** Once it is loaded, formulas are drawn at once. */
let loaded: Draw | undefined

/** The formula. `children`: what came with it for those who draw none. */
export function FormulaView({ latex, isBlock, children }: { latex: string; isBlock: boolean; children: ReactNode }): ReactNode {
  const [draw, setDraw] = useState<{ with: Draw } | undefined>(loaded === undefined ? undefined : { with: loaded })
  useEffect(() => {
    if (draw !== undefined) return
    let isGone = false
    void import('./formula-draw.ts').then(
      ({ drawFormula }) => {
        loaded = drawFormula
        if (!isGone) setDraw({ with: drawFormula })
      },
      () => undefined,
    )
    return () => {
      isGone = true
    }
  }, [draw])
  const drawn = useMemo(() => draw?.with(latex, isBlock), [draw, latex, isBlock])
  if (drawn === undefined) return <>{children}</>
  return isBlock ? (
    <div className="body-formula" tabIndex={0}>
      {drawn}
    </div>
  ) : (
    <span className="body-formula">{drawn}</span>
  )
}
