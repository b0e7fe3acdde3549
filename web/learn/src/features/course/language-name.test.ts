import { expect, test } from 'vitest';
import { namedTranslations } from './language-name';

test('languages call themselves by their own names', () => {
  const translations = [
    { course_id: '1', title: 'Erste Hilfe', language: 'de' },
    { course_id: '2', title: 'प्राथमिक उपचार', language: 'hi' },
    { course_id: '3', title: 'Primo soccorso', language: 'it' },
  ];
  expect(namedTranslations(translations)).toEqual([
    { id: '1', name: 'Deutsch', lang: 'de' },
    { id: '2', name: 'हिन्दी', lang: 'hi' },
    { id: '3', name: 'Italiano', lang: 'it' },
  ]);
});

test('where the language does not tell which course it is, its title does', () => {
  const translations = [
    { course_id: '1', title: 'Erste Hilfe', language: 'de' },
    { course_id: '2', title: 'Erste Hilfe im Büro', language: 'de' },
    { course_id: '3', title: 'First aid' },
    { course_id: '4', title: 'Strange', language: 'not a tag' },
  ];
  expect(namedTranslations(translations).map(({ name }) => name)).toEqual([
    'Erste Hilfe',
    'Erste Hilfe im Büro',
    'First aid',
    'not a tag',
  ]);
});
