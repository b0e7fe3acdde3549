import { type Stack, startStack } from './stack/start.ts';
import { operatorToken } from './support/panel.ts';
import { adminToken, authorToken } from './support/people.ts';

/** Starts the platform for all tests, and signs in those who prepare them. */
export default async function setup(): Promise<() => Promise<void>> {
  const given = process.env.TRELLIS_TEST_URL;
  const aws = process.env.TRELLIS_TEST_AWS ?? '';
  const stack: Stack = given ? { url: given, aws, stop: async () => undefined } : await startStack();
  process.env.TRELLIS_TEST_URL = stack.url;
  process.env.TRELLIS_TEST_AWS = stack.aws;
  process.env.TRELLIS_TEST_ADMIN = await adminToken();
  process.env.TRELLIS_TEST_AUTHOR = await authorToken();
  process.env.TRELLIS_TEST_OPERATOR = await operatorToken();
  return stack.stop;
}
