import { i18n } from '@lingui/core';
import { expect, test } from 'vitest';
import { activateLocale, addMessages, setApplicationMessages } from './text';

/** Messages that come when they are let go. */
function slowly(id: string) {
  const waiting: (() => void)[] = [];
  const loader = (locale: string) =>
    new Promise<{ messages: Record<string, string> }>(resolve => {
      waiting.push(() => resolve({ messages: { [id]: `${id} in ${locale}` } }));
    });
  async function letGo(): Promise<void> {
    // It is asked for in its own time.
    await expect.poll(() => waiting.length).toBeGreaterThan(0);
    for (const resolve of waiting.splice(0)) resolve();
  }
  return { loader, letGo };
}

test('a part keeps its messages, whatever language is chosen while they come', async () => {
  const application = slowly('application');
  setApplicationMessages(application.loader);
  const begun = activateLocale('en');
  const part = slowly('part');
  const added = addMessages(part.loader);
  await part.letGo();
  await application.letGo();
  await Promise.all([begun, added]);
  expect([i18n._('application'), i18n._('part')]).toEqual(['application in en', 'part in en']);

  const chosen = activateLocale('de');
  await part.letGo();
  await application.letGo();
  await chosen;
  expect([i18n.locale, i18n._('part')]).toEqual(['de', 'part in de']);

  // Of two that are chosen at once, the last one counts.
  const both = Promise.all([activateLocale('it'), activateLocale('en')]);
  await part.letGo();
  await application.letGo();
  await both;
  expect([i18n.locale, i18n._('part')]).toEqual(['en', 'part in en']);
});
