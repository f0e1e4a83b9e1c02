import { writeFile } from 'node:fs/promises'
import { bundleClient, clientFile } from './client/bundle-client.js'

await writeFile(clientFile, await bundleClient())
