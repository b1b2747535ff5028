// Growing and reading byte strings with variable-length integers (seven bits a byte, low bits first).

/** Bytes that are not what the format says. */
export class LedgerFormatError extends Error {
  override readonly name = 'LedgerFormatError'
}

/** Collects bytes. */
export class ByteWriter {
  private buffer: Uint8Array
  private length = 0

  /** `bytes`: how many there may be before it has to grow. */
  constructor(bytes = 1024) {
    this.buffer = new Uint8Array(bytes)
  }

  byte(value: number): void {
    this.reserve(1)
    this.buffer[this.length] = value
    this.length += 1
  }

  /** A non-negative integer below 2^53. Throws `LedgerFormatError` for anything else. */
  varint(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) throw new LedgerFormatError(`not a count: ${value}`)
    this.reserve(8)
    let rest = value
    while (rest >= 0x80) {
      this.buffer[this.length] = (rest % 0x80) | 0x80
      this.length += 1
      rest = Math.floor(rest / 0x80)
    }
    this.buffer[this.length] = rest
    this.length += 1
  }

  bytes(value: Uint8Array): void {
    this.reserve(value.length)
    this.buffer.set(value, this.length)
    this.length += value.length
  }

  finish(): Uint8Array {
    return this.buffer.slice(0, this.length)
  }

  private reserve(more: number): void {
    if (this.length + more <= this.buffer.length) return
    const larger = new Uint8Array(Math.max(this.buffer.length * 2, this.length + more))
    larger.set(this.buffer)
    this.buffer = larger
  }
}

/** Reads what a `ByteWriter` wrote; throws `LedgerFormatError` at the end of the bytes. */
export class ByteReader {
  private readonly buffer: Uint8Array
  private offset = 0

  constructor(buffer: Uint8Array) {
    this.buffer = buffer
  }

  byte(): number {
    const value = this.buffer[this.offset]
    if (value === undefined) throw new LedgerFormatError('the block ends too soon')
    this.offset += 1
    return value
  }

  varint(): number {
    let value = 0
    let scale = 1
    for (let index = 0; index < 8; index += 1) {
      const next = this.byte()
      value += (next & 0x7f) * scale
      if (next < 0x80) {
        // One form for each integer, so that one block has one form.
        if (next === 0 && index > 0) throw new LedgerFormatError('an integer is longer than it need be')
        if (!Number.isSafeInteger(value)) throw new LedgerFormatError('an integer is too large')
        return value
      }
      scale *= 0x80
    }
    throw new LedgerFormatError('an integer is too long')
  }

  bytes(length: number): Uint8Array {
    if (this.offset + length > this.buffer.length) throw new LedgerFormatError('the block ends too soon')
    const value = this.buffer.subarray(this.offset, this.offset + length)
    this.offset += length
    return value
  }

  /** How many bytes are not read yet. */
  left(): number {
    return this.buffer.length - this.offset
  }

  atEnd(): boolean {
    return this.offset === this.buffer.length
  }
}
