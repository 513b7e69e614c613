// Explains pictures that Yoti withholds, or that could not be loaded.
const { withheld } = document.querySelector('[data-withheld]')?.dataset ?? {}

const explain = (picture) => {
  const text = document.createElement('span')
  text.className = 'missing'
  text.textContent = `${picture.alt}: ${withheld}`
  picture.closest('a').replaceWith(text)
}

for (const picture of document.querySelectorAll('[data-withheld] img')) {
  if (picture.complete && picture.naturalWidth === 0) explain(picture)
  else picture.addEventListener('error', () => explain(picture))
}
