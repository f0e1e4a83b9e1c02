import { ensureBuilt } from '../../dev/build/ensure-built.mjs'

export default function buildOnce(): void {
  ensureBuilt()
}
