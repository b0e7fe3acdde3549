import type { FullResult, Reporter, TestCase } from '@playwright/test/reporter';

/** How many tests there are, on both viewports. A suite that runs fewer has lost some. */
const EXPECTED = 141;

/** Fails a whole run that has not run every test. */
export default class ExpectedCount implements Reporter {
  private readonly tests = new Set<string>();

  onTestEnd(test: TestCase): void {
    if (test.outcome() !== 'skipped') this.tests.add(test.id);
  }

  async onEnd(result: FullResult): Promise<{ status?: FullResult['status'] }> {
    const ran = this.tests.size;
    const partial = process.argv.some(argument =>
      /^(--grep|-g|--project|--repeat-each|--last-failed|.*\.spec\.ts.*)/.test(argument),
    );
    if (partial || result.status !== 'passed' || ran === EXPECTED) return {};
    process.stderr.write(`${ran} browser tests have run, ${EXPECTED} are expected (tests/support/expected-count.ts)\n`);
    return { status: 'failed' };
  }
}
