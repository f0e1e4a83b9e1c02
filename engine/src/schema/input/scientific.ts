/** A number written as Haskell shows its `Scientific`, which is how Hasura's messages quote it. */
export function showScientific(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text)
  if (!match) return text
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const allDigits = whole + fraction
  const leadingZeros = /^0*/.exec(allDigits)?.[0].length ?? 0
  const digits = allDigits.slice(leadingZeros).replace(/0+$/, '')
  if (digits === '') return '0.0'
  const point = whole.length - leadingZeros + Number(exponent)
  if (point > 0 && point <= 7) {
    const padded = digits.padEnd(point, '0')
    return `${sign}${padded.slice(0, point)}.${padded.slice(point) || '0'}`
  }
  if (point === 0) return `${sign}0.${digits}`
  return `${sign}${digits.slice(0, 1)}.${digits.slice(1) || '0'}e${point - 1}`
}

/** The exact whole number that a JSON number stands for; null when it is none or absurdly large. */
export function toInteger(text: string): bigint | null {
  const match = /^(-?\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text)
  if (!match) return null
  const [, whole = '', fraction = '', exponent = '0'] = match
  const shift = Number(exponent) - fraction.replace(/0+$/, '').length
  const digits = whole + fraction.replace(/0+$/, '')
  if (shift > 40) return null
  if (shift >= 0) return BigInt(digits + '0'.repeat(shift))
  const dropped = digits.slice(shift)
  return /^0*$/.test(dropped) && digits.length > -shift ? BigInt(digits.slice(0, shift) || '0') : null
}
