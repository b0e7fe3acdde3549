import type { Schema } from 'shared/api/schemas';

/** Providers that most companies have, and the two protocols for everything else. */
export const PRESETS = ['entra', 'okta', 'google', 'oidc', 'saml'] as const;

export type Preset = (typeof PRESETS)[number];

/** What is typed about a provider before it is connected. */
export interface Known {
  preset: Preset;
  /** The tenant for Entra, the domain for Okta, else the issuer itself. */
  place: string;
  client_id: string;
  client_secret: string;
  metadata: string;
  metadata_url: string;
}

export const NOTHING: Known = {
  preset: 'entra',
  place: '',
  client_id: '',
  client_secret: '',
  metadata: '',
  metadata_url: '',
};

/** The issuer exactly as the provider spells it: one character more, and its tokens are another's. */
export function issuerOf({ preset, place }: Pick<Known, 'preset' | 'place'>): string {
  const typed = place.trim();
  if (preset === 'entra') return `https://login.microsoftonline.com/${typed}/v2.0`;
  if (preset === 'okta') return `https://${typed.replace(/^https?:\/\//, '').replace(/\/+$/, '')}`;
  return preset === 'google' ? 'https://accounts.google.com' : typed;
}

export function protocolOf(known: Known): Schema<'NewProtocol'> {
  if (known.preset !== 'saml') {
    const { client_id, client_secret } = known;
    return { kind: 'oidc', issuer: issuerOf(known), client_id: client_id.trim(), client_secret };
  }
  return known.metadata.trim()
    ? { kind: 'saml', metadata: known.metadata }
    : { kind: 'saml', metadata_url: known.metadata_url.trim() };
}
