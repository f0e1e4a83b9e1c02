/** Does a segment of an endpoint's path stand for any text? */
export function isVariable(segment: string): boolean {
  return segment.startsWith(':')
}
