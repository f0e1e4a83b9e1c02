/** BroadcastChannel for the tabs of one test: what one sends all others hear, at once. */
export function fakeChannels(): new (
  name: string,
) => Pick<BroadcastChannel, 'onmessage' | 'postMessage' | 'close'> {
  const open = new Set<Channel>()
  class Channel {
    onmessage: ((event: MessageEvent) => void) | null = null
    readonly name: string
    constructor(name: string) {
      this.name = name
      open.add(this)
    }
    postMessage(data: unknown): void {
      if (!open.has(this)) throw new DOMException('closed', 'InvalidStateError')
      const others = [...open].filter((other) => other !== this && other.name === this.name)
      for (const other of others) other.onmessage?.(new MessageEvent('message', { data }))
    }
    close(): void {
      open.delete(this)
    }
  }
  return Channel
}
