import { nameCountries } from './country-names.js'
import { button, element } from './element.js'
import { capitalise, nameDocument, t } from './text.js'

/**
 * `offers` is `[{country, documentTypes}]`.
 * Resolves to `{issuingCountry, documentType}`.
 */
export function chooseDocument({ screen, sdkConfig, leave }, { offers, title, intro }) {
  const { lang } = document.documentElement
  const names = nameCountries(
    offers.map(({ country }) => country),
    lang,
  )
  const preset = offers.length === 1 ? offers[0].country : sdkConfig.preset_issuing_country
  const sorted = offers.toSorted((one, other) =>
    names.get(one.country).localeCompare(names.get(other.country), lang),
  )

  return screen.ask((answer) => {
    const countrySelect = element(
      'select',
      { id: 'country', required: true, testId: 'country-select', change: showTypes },
      element('option', { value: '' }, t('chooseCountry')),
      ...sorted.map(({ country }) =>
        element('option', { value: country, selected: country === preset }, names.get(country)),
      ),
    )
    const types = element('fieldset', { hidden: true })
    function showTypes() {
      const offer = offers.find(({ country }) => country === countrySelect.value)
      types.hidden = offer === undefined
      types.replaceChildren(
        element('legend', {}, t('documentType')),
        ...(offer?.documentTypes ?? []).map((type, _index, all) =>
          drawType(type, all.length === 1),
        ),
      )
    }
    showTypes()

    return {
      title,
      intro,
      content: [
        element(
          'form',
          {
            submit(event) {
              event.preventDefault()
              const documentType = new FormData(event.target).get('documentType')
              answer({ issuingCountry: countrySelect.value, documentType })
            },
          },
          element('label', { for: 'country' }, t('country')),
          countrySelect,
          types,
          element('button', { class: 'primary', testId: 'continue' }, t('continue')),
        ),
        button(t('noDocument'), 'no-document', () => leave(7000), 'plain'),
      ],
    }
  })
}

function drawType(type, checked) {
  const input = { type: 'radio', name: 'documentType', value: type, required: true, checked }
  return element(
    'label',
    { class: 'choice' },
    element('input', { ...input, testId: `document-type-${type}` }),
    capitalise(nameDocument(type)),
  )
}
