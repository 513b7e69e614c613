/** Functions become event listeners, other values attributes. Text is never parsed as HTML. */
export function element(tag, properties = {}, ...children) {
  const created = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue
    if (typeof value === 'function') created.addEventListener(name, value)
    else created.setAttribute(name === 'testId' ? 'data-testid' : name, value === true ? '' : value)
  }
  created.append(...children.filter(Boolean))
  return created
}

export function button(label, testId, click, look = 'secondary') {
  return element('button', { type: 'button', class: look, testId, click }, label)
}

export function list(items) {
  return element('ul', {}, ...items.map((item) => element('li', {}, item)))
}
