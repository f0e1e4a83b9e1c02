/** The rows of all tables of a text, as the plain text of their cells. Head and rule lines are left out. */
export function tableRows(markdown: string): string[][] {
  const lines = markdown.split('\n')
  return lines.flatMap((line, index) => {
    const isHead = /^\|[\s:|-]+\|$/.test(lines[index + 1] ?? '')
    return /^\|.*\|$/.test(line) && !isHead && !/^\|[\s:|-]+\|$/.test(line) ? [cells(line)] : []
  })
}

function cells(line: string): string[] {
  return line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim())
}

/** The one name in backticks that a cell starts with. */
export function codeOf(cell: string | undefined): string | undefined {
  return /^`([^`]+)`/.exec(cell ?? '')?.[1]
}

/** The part of a text below a heading, up to the next heading of the same or a higher level. */
export function section(markdown: string, heading: string): string {
  const lines = markdown.split('\n')
  const start = lines.indexOf(heading)
  if (start === -1) throw new Error(`no heading ${heading}`)
  const level = heading.indexOf(' ')
  const ends = lines.findIndex((line, index) => {
    const marks = /^(#+) /.exec(line)?.[1]?.length
    return index > start && marks !== undefined && marks <= level
  })
  return lines.slice(start + 1, ends === -1 ? undefined : ends).join('\n')
}

/** The contents of fenced blocks of a language. */
export function fences(markdown: string, language: string): string[] {
  return [...markdown.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```$/gm)].flatMap(([, name, content]) =>
    name === language && content !== undefined ? [content] : [],
  )
}

/** Link and picture targets of a text, without what stands in code. */
export function linkTargets(markdown: string): string[] {
  const prose = markdown.replace(/^ *```[\s\S]*?^ *```$/gm, '').replace(/`[^`\n]*`/g, '')
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target]) => (target ? [target] : []))
}

/** The fragment under which GitHub shows a heading. */
export function headingFragments(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, text]) =>
    (text ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}
