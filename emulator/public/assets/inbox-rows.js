/** Replaces only changed rows, so that focus and screen readers keep their place. */
export function keepRows(parent, draw) {
  let drawn = new Map()

  return (items) => {
    const next = new Map()
    for (const item of items) {
      const written = JSON.stringify(item)
      const known = drawn.get(item.id)
      next.set(item.id, known?.written === written ? known : { written, row: redraw(known, item) })
    }
    for (const [id, { row }] of drawn) if (!next.has(id)) row.remove()
    drawn = next
    let place = parent.firstElementChild
    for (const { row } of next.values()) {
      if (row === place) place = place.nextElementSibling
      else parent.insertBefore(row, place)
    }
  }

  function redraw(known, item) {
    const row = draw(item)
    const hadFocus = known?.row.contains(document.activeElement)
    known?.row.replaceWith(row)
    if (hadFocus) row.querySelector('button')?.focus()
    return row
  }
}
