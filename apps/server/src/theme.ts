// A state's own identity: one stylesheet in the data folder, which overrides the tokens of messenger, desk and the pages to sign in on.
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'

/** The file in the data folder. Tokens stand at the beginning of `packages/ui/src/styles.css`. */
export const THEME_FILE = 'theme.css'

/** Where it answers. */
export const THEME_PATH = '/theme.css'
/** With what it is served. */
export const THEME_HEADERS = { 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin', 'content-type': 'text/css; charset=utf-8' } as const

const THEME_BYTES_MAX = 64 * 1024

/** Answers `/theme.css`, which every page loads after its own styles: empty where nobody made one. */
export function serveTheme(http: FastifyInstance, dataDir: string | undefined): void {
  http.get(THEME_PATH, async (_request, reply) =>
    reply
      .headers(THEME_HEADERS)
      .send(dataDir === undefined ? '' : await readTheme(join(dataDir, THEME_FILE))),
  )
}

/** What the file says; a longer one is cut where it grows too long, and one that is not there says nothing. */
async function readTheme(path: string): Promise<string> {
  try {
    await using file = await open(path, 'r')
    const { buffer, bytesRead } = await file.read(Buffer.alloc(THEME_BYTES_MAX), 0, THEME_BYTES_MAX, 0)
    return buffer.subarray(0, bytesRead).toString('utf8')
  } catch {
    return ''
  }
}
