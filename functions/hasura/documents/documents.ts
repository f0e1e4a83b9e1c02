import type { CustomClaims } from '../../config/custom-claims.js'
import { selectPerson } from '../../session/person.js'
import { openKnownSessionDocument, openSessionDocument } from './open-session.js'
import { rotateSessionDocument, rotationStateDocument } from './rotate-session.js'

/** The documents that depend on the configuration, made once. Nothing of a request is ever part of a document. */
export type Documents = ReturnType<typeof createDocuments>

export function createDocuments(claims: CustomClaims | undefined) {
  const person = selectPerson(claims)
  return {
    openSession: openSessionDocument(person),
    openKnownSession: openKnownSessionDocument(person),
    rotateSession: rotateSessionDocument(person),
    rotationState: rotationStateDocument(person),
  }
}
