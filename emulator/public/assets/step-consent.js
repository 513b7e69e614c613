import { button, element } from './element.js'
import { text } from './text.js'

export async function askConsent({ api, screen, sdkConfig }) {
  const policy = sdkConfig.privacy_policy_url
  await screen.ask((answer) => ({
    title: text.consent,
    intro: text.consentIntro,
    content: [
      element('p', {}, text.consentElse),
      policy &&
        element(
          'p',
          {},
          element(
            'a',
            { href: policy, target: '_blank', rel: 'noopener', testId: 'privacy-policy' },
            text.privacyPolicy,
          ),
        ),
      button(text.consentAccept, 'consent-accept', answer, 'primary'),
    ],
  }))
  await api.giveConsent()
}
