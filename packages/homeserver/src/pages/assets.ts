// The few files that the pages load, read once; their addresses change with what is in them.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { PageBody } from '../http/reveal-tap.ts'

const TYPES = {
  'style.css': 'text/css; charset=utf-8',
  'passkey.js': 'text/javascript; charset=utf-8',
  'mark.svg': 'image/svg+xml',
} as const

/** The files there are. */
export type Asset = keyof typeof TYPES

const ASSETS: readonly Asset[] = ['style.css', 'passkey.js', 'mark.svg']
const files = new Map<string, { body: Buffer; type: string; version: string }>()
for (const [name, type] of Object.entries(TYPES)) {
  const body = readFileSync(new URL(`./assets/${name}`, import.meta.url))
  files.set(name, { body, type, version: createHash('sha256').update(body).digest('base64url').slice(0, 12) })
}

/** The address of a file. */
export function assetPath(name: Asset): string {
  return `/pages/${name}?v=${files.get(name)?.version ?? ''}`
}

/** Every file: its address, where it stands in the sources, and what it is served with. */
export function listAssets(): { name: string; path: string; file: string; headers: Readonly<Record<string, string>> }[] {
  return ASSETS.map((name) => ({ name, path: assetPath(name), file: `packages/homeserver/src/pages/assets/${name}`, headers: findAsset(name)?.headers ?? {} }))
}

/** A file; nothing for a name that is none. */
export function findAsset(name: string): PageBody | undefined {
  const file = files.get(name)
  if (file === undefined) return undefined
  return new PageBody(file.body, {
    'content-type': file.type,
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    // A picture that somebody opens by itself runs nothing either.
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  })
}
