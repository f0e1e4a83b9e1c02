import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'

/**
 * Makes an authority and a certificate of it for this machine, both of which nobody outside of this run trusts.
 *
 * @returns {Promise<{ key: string, cert: string, caFile: string, remove: () => Promise<void> }>}
 */
export async function makeAuthority() {
  const common = { keyType: 'ec', algorithm: 'sha256' }
  const isAuthority = [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
  ]
  const ca = await generate([{ name: 'commonName', value: 'bench authority' }], {
    ...common,
    extensions: isAuthority,
  })
  const isServer = [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }]
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...common,
    ca: { key: ca.private, cert: ca.cert },
    extensions: isServer,
  })
  const folder = await mkdtemp(join(tmpdir(), 'bench-authority-'))
  const caFile = join(folder, 'ca.pem')
  await writeFile(caFile, ca.cert)
  const remove = () => rm(folder, { recursive: true, force: true })
  return { key: server.private, cert: server.cert, caFile, remove }
}
