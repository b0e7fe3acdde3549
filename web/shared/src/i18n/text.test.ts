import { beforeEach, expect, test, vi } from 'vitest';

vi.mock('../locales/en.ts', () => ({ messages: { plain: 'Plain' } }));
vi.mock('../locales/de.ts', () => ({ messages: { plain: 'Schlicht' } }));

const { activateLocale, addMessages } = await import('./text');
const { i18n } = await import('@lingui/core');

beforeEach(() => activateLocale('en'));

test('messages of a part come when it is loaded, and follow the language from then on', async () => {
  const load = vi.fn(async (locale: string) => ({ messages: { part: locale === 'de' ? 'Teil' : 'Part' } }));
  expect(i18n._('part')).toBe('part');
  await addMessages(load);
  expect([i18n._('part'), i18n._('plain')]).toEqual(['Part', 'Plain']);
  await addMessages(load);
  expect(load).toHaveBeenCalledTimes(1);
  await activateLocale('de');
  expect([i18n._('part'), i18n._('plain')]).toEqual(['Teil', 'Schlicht']);
});

test('who chooses another language while a part is loaded gets it in that one', async () => {
  let arrive = () => undefined as unknown;
  const arrival = new Promise(resolve => {
    arrive = () => resolve(undefined);
  });
  const load = vi.fn(async (locale: string) => {
    if (locale === 'en') await arrival;
    return { messages: { slow: locale === 'de' ? 'Langsam' : 'Slow' } };
  });
  const adding = addMessages(load);
  await activateLocale('de');
  arrive();
  await adding;
  expect(i18n._('slow')).toBe('Langsam');
});
