import type { FullResult, Reporter, TestCase, TestResult } from '@playwright/test/reporter';

/** How many tests there are, on both viewports. A suite that runs fewer has lost some. */
const EXPECTED = 427;

const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** Fails a whole run that has not run every test, and ends with what has failed: of a long log often only the end is kept. */
export default class ExpectedCount implements Reporter {
  private readonly tests = new Set<string>();
  private readonly failures: string[] = [];

  onTestEnd(test: TestCase, { errors }: TestResult): void {
    // Who says why it cannot run here has not been lost.
    const saysWhy = test.annotations.some(({ type, description }) => type === 'skip' && description);
    if (test.outcome() !== 'skipped' || saysWhy) this.tests.add(test.id);
    for (const { message = '' } of errors) {
      this.failures.push(
        `${test.titlePath().slice(1).join(' › ')}\n${message.replaceAll(COLOURS, '').slice(0, 600)}\n`,
      );
    }
  }

  async onEnd(result: FullResult): Promise<{ status?: FullResult['status'] }> {
    for (const failure of this.failures) process.stderr.write(`\n${failure}`);
    const ran = this.tests.size;
    const partial = process.argv.some(argument =>
      /^(--grep|-g|--project|--repeat-each|--last-failed|.*\.spec\.ts.*)/.test(argument),
    );
    if (partial || result.status !== 'passed' || ran === EXPECTED) return {};
    process.stderr.write(`${ran} browser tests have run, ${EXPECTED} are expected (tests/support/expected-count.ts)\n`);
    return { status: 'failed' };
  }
}
