// One keep-alive connection. Requests may be pipelined; answers come back in order.

import net from 'node:net'
import { createResponseParser, type HttpResponse, type ResponseParser } from './response-parser.ts'
import { frameRequest, type Address, type HttpRequest } from './request.ts'

/** Takes the response, or the reason why there is none. Called exactly once per request. */
export type ResponseCallback = (error: Error | undefined, response: HttpResponse | undefined) => void

/** A connection that opens itself when first used and again after the server closed it. */
export class Connection implements Disposable {
  readonly address: Address
  #socket: net.Socket | undefined
  #parser: ResponseParser = createResponseParser()
  #waiting: ResponseCallback[] = []

  constructor(address: Address) {
    this.address = address
  }

  /** Number of requests sent and not answered. */
  get inFlight(): number {
    return this.#waiting.length
  }

  /** Sends what `frameRequest` or `frameUpload` framed. */
  sendFramed(framed: string | Uint8Array, callback: ResponseCallback): void {
    const socket = this.#socket ?? this.#open()
    this.#waiting.push(callback)
    socket.write(framed)
  }

  /** Sends a request; rejects when the connection breaks before the answer. HTTP errors resolve. */
  request(request: HttpRequest): Promise<HttpResponse> {
    return new Promise((resolve, reject) => {
      this.sendFramed(frameRequest(this.address, request), (error, response) => {
        if (response === undefined) reject(error ?? new Error('no response'))
        else resolve(response)
      })
    })
  }

  [Symbol.dispose](): void {
    this.#drop(new Error('connection closed by the generator'))
  }

  #open(): net.Socket {
    const socket = net.connect({ host: this.address.host, port: this.address.port, noDelay: true })
    this.#socket = socket
    this.#parser = createResponseParser()
    socket.on('data', (chunk) => {
      if (this.#socket === socket) this.#receive(chunk)
    })
    socket.on('error', (error) => {
      if (this.#socket === socket) this.#drop(error)
    })
    socket.on('close', () => {
      if (this.#socket !== socket) return
      const last = this.#parser.end()
      if (last !== undefined) this.#waiting.shift()?.(undefined, last)
      this.#drop(new Error('connection closed by the server'))
    })
    return socket
  }

  #receive(chunk: Buffer): void {
    let responses: HttpResponse[]
    try {
      responses = this.#parser.push(chunk)
    } catch (error) {
      this.#drop(error instanceof Error ? error : new Error(String(error)))
      return
    }
    for (const response of responses) {
      const callback = this.#waiting.shift()
      if (!response.keepAlive) this.#drop(new Error('connection closed by the server'))
      callback?.(undefined, response)
    }
  }

  #drop(error: Error): void {
    const waiting = this.#waiting
    this.#waiting = []
    const socket = this.#socket
    this.#socket = undefined
    socket?.destroy()
    for (const callback of waiting) callback(error, undefined)
  }
}

/** Makes `count` connections to one address; none is opened before its first request. */
export function createConnections(address: Address, count: number): Connection[] {
  return Array.from({ length: count }, () => new Connection(address))
}

/** Closes connections; requests in flight fail. */
export function closeConnections(connections: readonly Connection[]): void {
  for (const connection of connections) connection[Symbol.dispose]()
}
