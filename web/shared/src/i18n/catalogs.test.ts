import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LOCALES } from './locales';

const APPLICATIONS = ['shared', 'learn', 'admin'];
/** Where messages are: those of an application, and those of a part that is loaded later. */
const CATALOGS = [
  'shared/src',
  'shared/src/quiz',
  'learn/src',
  'learn/src/features/player/kinds/package',
  'admin/src',
  'admin/src/features/attempts',
  'admin/src/features/quizzes',
];

function catalog(folder: string, locale: string): Record<string, string> {
  return JSON.parse(readFileSync(join(folder, 'locales', `${locale}.json`), 'utf8'));
}

function sources(application: string): string {
  const files = readdirSync(join(application, 'src'), { recursive: true, encoding: 'utf8' });
  return files
    .filter(file => /\.tsx?$/.test(file) && !file.includes('locales/'))
    .map(file => readFileSync(join(application, 'src', file), 'utf8'))
    .join('\n');
}

/** The names of what is put into a message. */
function values(message: string): string[] {
  return [...new Set([...message.matchAll(/\{(\w+)(?=[,}])/g)].map(match => match[1] ?? ''))].sort();
}

describe.each(CATALOGS)('%s', folder => {
  const english = catalog(folder, 'en');

  test.each(LOCALES)('%s has every message with the same values', locale => {
    const translated = catalog(folder, locale);
    expect(Object.keys(translated)).toEqual(Object.keys(english));
    for (const [id, message] of Object.entries(translated)) {
      expect(message, id).not.toBe('');
      expect(values(message), id).toEqual(values(english[id] ?? ''));
    }
  });

  test('no message is left over', () => {
    const code = APPLICATIONS.map(sources).join('\n');
    // An id may be put together from any of its beginnings: `act.${action}`.
    const beginnings = (id: string) => [...id.matchAll(/\./g)].map(dot => id.slice(0, dot.index + 1));
    const isUsed = (id: string) =>
      code.includes(`'${id}'`) ||
      code.includes(`"${id}"`) ||
      beginnings(id).some(beginning => code.includes(`${beginning}\${`));
    const unused = Object.keys(english).filter(id => !isUsed(id));
    expect(unused).toEqual([]);
  });
});

test.each([
  ['the portal', ['shared/src', 'shared/src/quiz', 'learn/src', 'learn/src/features/player/kinds/package']],
  [
    'the panel',
    ['shared/src', 'shared/src/quiz', 'admin/src', 'admin/src/features/attempts', 'admin/src/features/quizzes'],
  ],
])('no id stands in two of the catalogs of %s', (_, folders) => {
  const ids = folders.flatMap(folder => Object.keys(catalog(folder, 'en')));
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
});
