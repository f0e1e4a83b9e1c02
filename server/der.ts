/** An element of ASN.1 in its distinguished encoding (X.690), as far as keys and certificates need it. */
export interface DerElement {
  tag: number
  content: Uint8Array<ArrayBuffer>
  whole: Uint8Array<ArrayBuffer>
}

/** The elements that stand one after the other; those before the first that is cut off. */
export function readDer(bytes: Uint8Array<ArrayBuffer>): DerElement[] {
  const elements: DerElement[] = []
  for (let start = 0; start < bytes.length; ) {
    const [tag = 0, first = 0] = bytes.subarray(start)
    const lengthBytes = first < 0x80 ? 0 : first - 0x80
    const contentStart = start + 2 + lengthBytes
    const long = bytes.subarray(start + 2, contentStart).reduce((length, byte) => length * 256 + byte, 0)
    const end = contentStart + (lengthBytes === 0 ? first : long)
    if (end > bytes.length) break
    elements.push({ tag, content: bytes.slice(contentStart, end), whole: bytes.slice(start, end) })
    start = end
  }
  return elements
}

export function derElement(tag: number, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const content = parts.flatMap((part) => [...part])
  return Uint8Array.from([tag, ...lengthOf(content.length), ...content])
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length]
  const bytes: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return [0x80 + bytes.length, ...bytes]
}
