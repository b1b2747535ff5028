import { describe, expect, it } from 'vitest'
import { createResponseParser } from './response-parser.ts'

const FIXED = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{"a":"\u00e9\u00e9"}'
const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nA;x=y\r\n wonderful\r\n0\r\nX-Trailer: 1\r\n\r\n'
const EMPTY = 'HTTP/1.1 204 No Content\r\n\r\n'
const INTERIM = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\ncontent-length:2\r\nConnection: close\r\n\r\n{}'
const STREAM = Buffer.from(FIXED + CHUNKED + EMPTY + FIXED + INTERIM)

/** Feeds the stream in pieces of `size` bytes and shows what came out. */
function readInPieces(size: number): { status: number, body: string, keepAlive: boolean }[] {
  const parser = createResponseParser()
  const responses = []
  for (let at = 0; at < STREAM.length; at += size) responses.push(...parser.push(STREAM.subarray(at, at + size)))
  return responses.map(({ status, body, keepAlive }) => ({ status, body: body.toString(), keepAlive }))
}

describe('response parser', () => {
  it('reads the same responses whatever the packets are cut like', () => {
    const expected = [
      { status: 200, body: '{"a":"\u00e9\u00e9"}', keepAlive: true },
      { status: 200, body: 'hello wonderful', keepAlive: true },
      { status: 204, body: '', keepAlive: true },
      { status: 200, body: '{"a":"\u00e9\u00e9"}', keepAlive: true },
      { status: 404, body: '{}', keepAlive: false },
    ]
    for (let size = 1; size <= STREAM.length; size += 1) expect(readInPieces(size)).toEqual(expected)
  })

  it('takes a body without length up to the close of the connection', () => {
    const parser = createResponseParser()
    expect(parser.push(Buffer.from('HTTP/1.0 200 OK\r\n\r\nfirst '))).toEqual([])
    expect(parser.push(Buffer.from('second'))).toEqual([])
    expect(parser.end()).toEqual({ status: 200, body: Buffer.from('first second'), keepAlive: false })
    expect(parser.end()).toBeUndefined()
  })

  it('refuses what is not HTTP, a bad chunk size and an endless head', () => {
    expect(() => createResponseParser().push(Buffer.from('SSH-2.0-OpenSSH\r\n\r\n'))).toThrow('not an HTTP/1.1 response')
    expect(() => createResponseParser().push(Buffer.from('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n')))
      .toThrow('bad chunk size')
    expect(() => createResponseParser().push(Buffer.alloc(70_000, 'x'))).toThrow('response head is too long')
  })
})
