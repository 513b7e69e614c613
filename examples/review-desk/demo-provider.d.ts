import type { Express } from 'express'

export const STAFF: Readonly<Record<string, { name: string; groups: string[] }>>

export function createDemoProvider(options: {
  issuer: string
  deskUrl: string
  clientId: string
  clientSecret: string
}): Promise<Express>
