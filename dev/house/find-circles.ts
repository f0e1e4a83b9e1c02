/**
 * Groups of places that reach each other (Tarjan's strongly connected components), without those of one place.
 *
 * @param edges from a place to those that it leads to
 */
export function findCircles(edges: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const circles: string[][] = []

  const low = (place: string) => lowest.get(place) ?? Number.POSITIVE_INFINITY
  const visit = (place: string): void => {
    const index = order.size
    order.set(place, index)
    lowest.set(place, index)
    open.push(place)
    for (const next of edges.get(place) ?? []) {
      if (!order.has(next)) visit(next)
      if (open.includes(next)) lowest.set(place, Math.min(low(place), low(next)))
    }
    if (low(place) !== index) return
    const members = open.splice(open.indexOf(place))
    if (members.length > 1) circles.push(members.sort())
  }

  for (const place of edges.keys()) if (!order.has(place)) visit(place)
  return circles
}

/** The edges between groups of files, each group named by `groupOf`. */
export function edgesBetween(
  imports: readonly { from: string; to: string }[],
  groupOf: (file: string) => string,
): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>()
  for (const { from, to } of imports) {
    const [source, target] = [groupOf(from), groupOf(to)]
    if (source === target) continue
    edges.set(source, (edges.get(source) ?? new Set()).add(target))
  }
  return edges
}
