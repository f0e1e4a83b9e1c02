// @ts-check
import { find } from '../dom/find.js'
import { describeError } from '../text/describe-error.js'

const { title, next } = describeError(new URLSearchParams(location.search).get('error'))
find('#title', HTMLElement).textContent = title
find('#next', HTMLElement).textContent = next
