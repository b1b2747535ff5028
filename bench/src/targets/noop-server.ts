// A server that does nothing, so that the generator's own ceiling can be measured. Arguments: raw|http PORT

import http from 'node:http'
import net from 'node:net'

const BODY = '{"event_id":"$noop-0123456789012345678901234567890123456789"}'
const RAW = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`
const UNREAD_MAX = 1024 * 1024

/** Answers every request on raw sockets, with the least parsing that finds its end. */
function createRawServer(): net.Server {
  return net.createServer({ noDelay: true }, (socket) => {
    let unread = ''
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk) => {
      unread += chunk.toString('latin1', 0, chunk.length)
      let answers = ''
      for (let end = requestEnd(unread); end > 0; end = requestEnd(unread)) {
        unread = unread.slice(end)
        answers += RAW
      }
      if (unread.length > UNREAD_MAX) socket.destroy()
      else if (answers !== '') socket.write(answers, 'latin1')
    })
  })
}

/** Where the first request in the text ends; 0 when it is not whole. */
function requestEnd(text: string): number {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return 0
  const at = text.indexOf('Content-Length: ')
  const length = at < 0 || at > head ? 0 : Number.parseInt(text.slice(at + 16, head), 10)
  return text.length >= head + 4 + length ? head + 4 + length : 0
}

/** Answers every request with node:http, after reading its body. */
function createHttpServer(): http.Server {
  return http.createServer((request, response) => {
    request.resume()
    request.on('end', () => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': BODY.length })
      response.end(BODY)
    })
  })
}

const [kind, port] = process.argv.slice(2)
const server = kind === 'raw' ? createRawServer() : createHttpServer()
server.listen(Number(port), '127.0.0.1')
process.once('SIGTERM', () => process.exit(0))
