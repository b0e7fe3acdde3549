import { expect, test } from 'vitest';
import { issuerOf, NOTHING, protocolOf } from './provider-presets';

test('issuers are spelled as the providers spell them', () => {
  expect(issuerOf({ preset: 'entra', place: ' 8eaef023-2b34-4da1-9baa-8bc8c9d6a490 ' })).toBe(
    'https://login.microsoftonline.com/8eaef023-2b34-4da1-9baa-8bc8c9d6a490/v2.0',
  );
  for (const place of ['acme.okta.com', 'https://acme.okta.com/', 'http://acme.okta.com'])
    expect(issuerOf({ preset: 'okta', place })).toBe('https://acme.okta.com');
  expect(issuerOf({ preset: 'google', place: 'ignored' })).toBe('https://accounts.google.com');
  expect(issuerOf({ preset: 'oidc', place: 'https://idp.example/realms/acme/' })).toBe(
    'https://idp.example/realms/acme/',
  );
});

test('metadata in hand comes before its address', () => {
  const saml = { ...NOTHING, preset: 'saml' as const, metadata_url: ' https://idp.example/metadata ' };
  expect(protocolOf(saml)).toEqual({ kind: 'saml', metadata_url: 'https://idp.example/metadata' });
  expect(protocolOf({ ...saml, metadata: '<x/>' })).toEqual({ kind: 'saml', metadata: '<x/>' });
});
