import { bundleFunctions } from './bundle-functions.js'
import { repository } from '../repository.js'

await bundleFunctions(repository, `${repository}/.build/functions`)
