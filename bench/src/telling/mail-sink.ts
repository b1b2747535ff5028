// A mail server that takes everything and keeps nothing: it speaks as much SMTP as it takes to be given a mail.

import { createServer, type Server, type Socket } from 'node:net'

/** A listening mail server. */
export interface MailSink extends AsyncDisposable {
  /** For `mail_url`. */
  url: string
  /** How many mails it was given. */
  taken(): number
}

/** Starts one. */
export async function openMailSink(): Promise<MailSink> {
  let taken = 0
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    speak(socket, () => (taken += 1))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return {
    url: `smtp://127.0.0.1:${portOf(server)}`,
    taken: () => taken,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function speak(socket: Socket, onMail: () => void): void {
  let isData = false
  let rest = ''
  socket.setEncoding('utf8')
  socket.write('220 sink\r\n')
  socket.on('data', (chunk: string) => {
    rest += chunk
    for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
      const line = rest.slice(0, end)
      rest = rest.slice(end + 2)
      if (isData && line !== '.') continue
      if (isData) onMail()
      isData = !isData && /^DATA$/i.test(line)
      socket.write(isData ? '354 go on\r\n' : '250 done\r\n')
      if (/^QUIT$/i.test(line)) socket.end()
    }
  })
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
