import type { Json } from '../json/json.js'

/** What a template's variables, `$body` and the like, stand for. */
export type Scope = ReadonlyMap<string, Json>

/** A template that has been read; gives its value. @throws TemplateError */
export type Template = (scope: Scope) => Json
