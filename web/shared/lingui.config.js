import { formatter } from '@lingui/format-json';

// Messages are written by hand under readable ids, so nothing is extracted: `compile --strict` fails on a missing translation.
export default {
  locales: ['en', 'de', 'it', 'hi'],
  sourceLocale: 'en',
  rootDir: '..',
  catalogs: [
    'shared/src',
    'shared/src/quiz',
    'learn/src',
    'learn/src/features/player/kinds/package',
    'admin/src',
    'admin/src/features/attempts',
    'admin/src/features/quizzes',
  ].map(part => ({
    path: `<rootDir>/${part}/locales/{locale}`,
    include: [],
  })),
  format: formatter({ style: 'minimal' }),
  compileNamespace: 'ts',
};
