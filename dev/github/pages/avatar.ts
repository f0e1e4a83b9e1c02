import type { Person } from '../people.js'

/** A person's picture: the first letter of the name on a colour of their own. */
export function avatar({ id, name, login }: Person): Response {
  const letter = (name ?? login).slice(0, 1).toUpperCase()
  const hue = (id * 47) % 360
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="120" viewBox="0 0 120 120">
<rect width="120" height="120" fill="hsl(${hue} 55% 42%)"/>
<text x="60" y="62" fill="#fff" font-family="system-ui, sans-serif" font-size="64" text-anchor="middle" dominant-baseline="central">${letter}</text>
</svg>
`
  return new Response(svg, {
    headers: { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=300' },
  })
}
