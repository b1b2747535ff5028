// What stands above everything else when it is asked for: an area adds its own in one line. Each shows nothing until then.
import type { ComponentType } from 'react'
import { KeyHelp } from './key-help.tsx'

/** All of them, by a name of their own. */
export const OVERLAYS: readonly { id: string; View: ComponentType }[] = [{ id: 'keys', View: KeyHelp }]
