// The messenger's service worker: opens it without the server, leaves every call to the server alone, and alerts when the
// messenger is closed.
import { findKeptAlerts } from '../kept-alerts.ts'
import { BUILD } from './build.ts'
import type { PushScope } from './push.ts'
import { listenForPushes } from './push.ts'
import type { ServiceWorkerScope } from './scope.ts'
import { createShell, whatIsAsked } from './shell.ts'
import { KEEP_REST, TAKE_OVER } from './words.ts'

declare const self: ServiceWorkerScope & PushScope

const shell = createShell(BUILD, { caches: self.caches, fetch: (input, init) => fetch(input, init) })

self.addEventListener('install', (event) => event.waitUntil(shell.install()))

self.addEventListener('activate', (event) => event.waitUntil(shell.clean()))

self.addEventListener('fetch', (event) => {
  const asked = whatIsAsked(event.request, self.location.origin, BUILD)
  if (asked.kind === 'other') return
  event.respondWith(shell.answer(asked, event.request))
  if (asked.kind === 'page') event.waitUntil(shell.refresh())
})

// A new version waits until the pages of the old one are gone, or until somebody wants it.
self.addEventListener('message', (event) => {
  if (event.data === TAKE_OVER) event.waitUntil(self.skipWaiting())
  if (event.data === KEEP_REST) event.waitUntil(shell.keepRest())
})

listenForPushes(self, findKeptAlerts)
