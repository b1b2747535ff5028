// Where the desk begins in a browser.
import '@chappe/ui/styles.css'
import './styles.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Entrance } from './entrance.tsx'
import { paths } from './paths.ts'
import { followLinks } from '@chappe/ui'

const root = document.querySelector('#root')
if (root === null) throw new Error('the page has no place for the desk')
followLinks([paths.overview()])
createRoot(root).render(
  <StrictMode>
    <Entrance />
  </StrictMode>,
)
