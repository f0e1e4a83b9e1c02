import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Stop, stopOnSignal } from '../src/stop-on-signal.js'

/** A process as far as signals go; what it would have done is written down. */
class FakeProgram extends EventEmitter {
  readonly exits: number[] = []
  readonly said: string[] = []
  readonly stderr = { write: (text: string) => this.said.push(text) }
  exit(code: number): void {
    this.exits.push(code)
  }
}

let program: FakeProgram
let stop: Stop

beforeEach(() => {
  vi.useFakeTimers()
  program = new FakeProgram()
  stop = stopOnSignal(0, program)
})

afterEach(() => {
  vi.useRealTimers()
})

describe('stopOnSignal()', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'])('asks for a stop at %s', async (event) => {
    expect(stop.signal.aborted).toBe(false)
    program.emit(event)
    await stop.requested
    expect([stop.signal.aborted, program.exits, program.said]).toEqual([true, [], []])
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('ends at once when %s is the second signal', (second, code) => {
    program.emit('SIGINT')
    vi.advanceTimersByTime(501)
    program.emit(second)
    expect(program.exits).toEqual([code])
  })

  it('takes one Ctrl-C that comes twice, from the terminal and from npm, for one', () => {
    program.emit('SIGINT')
    vi.advanceTimersByTime(500)
    program.emit('SIGINT')
    expect(program.exits).toEqual([])
  })

  it('does not take the end of the parent for a second signal', () => {
    program.emit('SIGINT')
    vi.advanceTimersByTime(1_000)
    program.emit('disconnect')
    expect(program.exits).toEqual([])
  })

  it.each(['SIGTERM', 'disconnect'])(
    'ends a stop by force that hangs, within five seconds of %s',
    (event) => {
      program.emit(event)
      vi.advanceTimersByTime(4_499)
      expect(program.exits).toEqual([])
      vi.advanceTimersByTime(1)
      expect(program).toMatchObject({ exits: [1], said: ['Not stopped after 4.5 s: ended by force.\n'] })
    },
  )

  it('leaves what is under way the time that was asked for', () => {
    const patient = new FakeProgram()
    stopOnSignal(60_000, patient)
    patient.emit('SIGTERM')
    vi.advanceTimersByTime(60_999)
    expect(patient.exits).toEqual([])
    vi.advanceTimersByTime(1)
    expect(patient.exits).toEqual([1])
  })
})
