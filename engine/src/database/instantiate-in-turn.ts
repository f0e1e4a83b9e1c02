import type { Extension } from '@electric-sql/pglite'

/** Emscripten's `FS.createPreloadedFile`: reads a file in and, for a module, instantiates it. */
type Preload = (...args: PreloadArguments) => void

type PreloadArguments = [
  folder: string,
  name: string,
  data: unknown,
  canRead: boolean,
  canWrite: boolean,
  onLoad: () => void,
  onError: () => void,
  dontCreateFile: boolean,
]

interface EmscriptenOptions {
  preRun: ((module: { FS: { createPreloadedFile: Preload } }) => void)[]
}

/**
 * Makes an embedded Postgres instantiate the modules of its extensions one after the other. PGlite begins with all of
 * them at once, and when two overlap in an unlucky way the digests of pgcrypto fail with "Cipher cannot be initialized".
 */
export const instantiateInTurn: Extension = {
  name: 'instantiate_in_turn',
  setup: async (_pglite, options: EmscriptenOptions) => {
    options.preRun.push(({ FS }) => {
      FS.createPreloadedFile = inTurn(FS.createPreloadedFile)
    })
    return { emscriptenOpts: options }
  },
}

function inTurn(preload: Preload): Preload {
  let last = Promise.resolve()
  return (...[folder, name, data, canRead, canWrite, onLoad, onError, dontCreateFile]) => {
    const load = () =>
      new Promise<void>((resolve) => {
        const loaded = () => resolve(onLoad())
        const failed = () => resolve(onError())
        preload(folder, name, data, canRead, canWrite, loaded, failed, dontCreateFile)
      })
    last = last.then(load)
  }
}
