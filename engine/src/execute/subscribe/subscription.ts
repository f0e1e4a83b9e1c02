/** A subscription under way; whoever holds it decides when to look again. */
export interface Subscription {
  /**
   * Looks at the database again.
   *
   * @returns the `data` to send as JSON text, or null when there is nothing new
   * @throws HasuraError when the query fails, for example because the role lost a session variable's meaning
   */
  poll(): Promise<string | null>
}
