import { connect, type Socket } from 'node:net'
import {
  lengthOf,
  parseHead,
  type RawAnswer,
  type RawRequest,
  requestText,
  TIME_LIMIT,
  valuesOf,
} from './raw-http.js'

/** One connection for many requests. */
export interface KeptLine {
  /**
   * Sends a request, when the one before it has its answer.
   *
   * @throws where what comes back is not one answer of a given length
   */
  readonly ask: (request: RawRequest) => Promise<RawAnswer>
  /**
   * Hangs up.
   *
   * @throws where the server said more than it was asked for
   */
  readonly close: () => Promise<void>
}

/** A line to a server on loopback. It connects when somebody asks, and again where the server has hung up. */
export function keepLine(port: number): KeptLine {
  let line: Line | undefined
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = <Result>(act: () => Promise<Result>): Promise<Result> => {
    const result = turn.then(act)
    turn = result.catch(() => undefined)
    return result
  }
  const hangUp = async (): Promise<void> => {
    line?.hangUp()
    line = undefined
  }
  const ask = async (request: RawRequest): Promise<RawAnswer> => {
    if (line?.isOver() === true) await hangUp()
    line ??= new Line(port)
    return line.ask(request)
  }
  return { ask: (request) => inTurn(() => ask(request)), close: () => inTurn(hangUp) }
}

const nobodyWaits = (): void => undefined

class Line {
  readonly #socket: Socket
  #bytes = ''
  /** Called when there is more to read, or never will be. */
  #look: (fault?: Error) => void = nobodyWaits

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true })
    this.#socket.on('data', (chunk) => {
      this.#bytes += chunk.toString('latin1')
      this.#look()
    })
    this.#socket.on('timeout', () => this.#look(new Error('the server did not answer')))
    this.#socket.on('error', (error) => this.#look(error))
    this.#socket.on('close', () => this.#look(new Error(`the server hung up after: ${this.#told()}`)))
  }

  isOver(): boolean {
    return this.#socket.readableEnded || this.#socket.destroyed
  }

  ask(request: RawRequest): Promise<RawAnswer> {
    this.#expectSilence()
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        this.#look = nobodyWaits
        this.#socket.setTimeout(0)
        act()
      }
      this.#look = (fault) => {
        try {
          const answer = this.#takeAnswer(request.method === 'HEAD')
          if (answer !== undefined) settle(() => resolve(answer))
          else if (fault !== undefined) throw fault
        } catch (error) {
          this.#bytes = ''
          this.#socket.destroy()
          settle(() => reject(error))
        }
      }
      this.#socket.setTimeout(TIME_LIMIT)
      this.#socket.write(requestText(request, true), 'latin1')
    })
  }

  hangUp(): void {
    this.#socket.destroy()
    this.#expectSilence()
  }

  /** The answer, once it is there as a whole. */
  #takeAnswer(isToHead: boolean): RawAnswer | undefined {
    const answer = parseHead(this.#bytes)
    if (answer === undefined) return undefined
    const length = lengthOf(answer, isToHead)
    if (length === undefined) throw new Error(`nobody can tell where this ends: ${this.#told()}`)
    if (answer.body.length < length) return undefined
    if (answer.body.length > length) this.#expectSilence()
    this.#bytes = ''
    if (valuesOf(answer, 'connection').includes('close')) this.#socket.destroy()
    return answer
  }

  #expectSilence(): void {
    if (this.#bytes !== '') throw new Error(`nobody had asked for all of this: ${this.#told()}`)
  }

  #told(): string {
    return JSON.stringify(this.#bytes)
  }
}
