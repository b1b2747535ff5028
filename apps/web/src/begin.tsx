// Draws the messenger in the place that the page has for it.
import { followLinks } from '@chappe/ui'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Entrance } from './entrance.tsx'
import { OneTab } from './one-tab.tsx'
import { tab } from './page.ts'
import { paths } from './paths.ts'

const root = document.querySelector('#root')
if (root === null) throw new Error('the page has no place for the messenger')
followLinks([paths.home(), paths.room(''), paths.inbox(), paths.search(), paths.explore(), paths.settings()])
createRoot(root).render(
  <StrictMode>
    <OneTab tab={tab}>
      <Entrance />
    </OneTab>
  </StrictMode>,
)
