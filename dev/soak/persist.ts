/** Does what page and message both say: "… does not answer …", and to try again in a moment. */
export async function persist<Result>(
  work: () => Promise<Result>,
  onLate: () => void = () => {},
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!String(error).includes('does not answer')) throw error
    onLate()
    return persist(work, onLate)
  }
}
