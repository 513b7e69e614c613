import type { Page } from 'playwright-core'
import type { Stack } from '../support/start-stack.js'

const API_KEY = 'a-secret-of-the-shop-that-is-long-enough'
const SHOP_ORIGIN = 'https://shop.example'

/** A server that people are handed over to, and whose own start page is closed. */
export const HANDOVER_ENV = { API_KEYS: `shop:${API_KEY}`, RETURN_URL_ORIGINS: SHOP_ORIGIN }

/** Orders a session as a signup backend does; answers the link for the person's browser. */
export async function createHandoverUrl({ baseUrl }: Stack): Promise<string> {
  const response = await fetch(`${baseUrl}/api/sessions`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${API_KEY}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ userReference: 'user-1', returnUrl: `${SHOP_ORIGIN}/back` }),
  })
  const { url } = (await response.json()) as { url: string }
  return url
}

/** From the relying business to the session's page. */
export async function openHandover(page: Page, stack: Stack): Promise<void> {
  await page.goto(await createHandoverUrl(stack))
}
