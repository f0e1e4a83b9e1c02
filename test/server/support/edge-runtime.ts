import { readFileSync } from 'node:fs'
import { EdgeVM } from '@edge-runtime/vm'
import ts from 'typescript'
import { sourceFiles } from '../../../dev/house/read-imports.js'
import { repository } from '../../../dev/repository.js'

/** The module in a runtime that has web standards alone, each class of its own, and nothing to import but its files. */
export function loadAtEdge(): EdgeVM {
  const vm = new EdgeVM()
  const files = sourceFiles.filter((file) => file.startsWith('server/'))
  const modules = files.map(
    (file) => `${JSON.stringify(nameOf(file))}: (exports, require) => {${compile(file)}\n}`,
  )
  vm.evaluate(`
    const modules = {${modules.join(',\n')}}
    const loaded = {}
    const load = (name) => {
      if (!modules[name]) throw new Error('there is no ' + name)
      if (!loaded[name]) modules[name]((loaded[name] = {}), load)
      return loaded[name]
    }
    globalThis.createSessionReader = load('./session-from.js').createSessionReader`)
  return vm
}

const nameOf = (file: string) => file.replace('server/', './').replace(/ts$/, 'js')

function compile(file: string): string {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 }
  return ts.transpileModule(readFileSync(`${repository}/${file}`, 'utf8'), { compilerOptions }).outputText
}
