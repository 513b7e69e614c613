/** Does `act` for each of the items, so many at once, and resolves to what came of each, in their order. */
export async function sideBySide<Item, Result>(
  items: readonly Item[],
  places: number,
  act: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length)
  const queue = items.entries()
  const work = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await act(item)
  }
  await Promise.all(Array.from({ length: places }, work))
  return results
}
