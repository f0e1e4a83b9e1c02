/** The measures, in the order of the report. */
export const measureTitles = {
  cold: 'Cold start of a function',
  modules: 'Modules and bytes',
  session: 'Session read, warm',
  'sign-in': 'A whole sign-in',
  refresh: 'Refresh with rotation',
  tokens: 'Minting and verifying',
  sync: 'The daily re-sync',
  engine: 'Engine queries',
  growth: 'Growth to 1,000,000 users',
} as const

export type MeasureName = keyof typeof measureTitles
