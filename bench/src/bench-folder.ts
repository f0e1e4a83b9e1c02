import { repository } from '../../dev/repository.js'

/** Where bench/ has its own packages and its results. */
export const benchFolder = `${repository}/bench`
