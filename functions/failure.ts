/** What follows from a failure besides its answer. */
export type Trait =
  /** A browser that meets it while its session is refreshed is signed out. */
  | 'endsSession'
  /** GitHub says it of a person, and all their sessions end at once. */
  | 'endsAccess'
  /** It is about the person and not the moment: a sign-in that it refuses stands in `auth_log`. */
  | 'isRecorded'
  /** No second attempt of a sync would change it. */
  | 'isLasting'

/** One way that a request can fail. */
export interface Failure {
  status: number
  traits: readonly Trait[]
  message: string
}
