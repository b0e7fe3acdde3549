import { randomBytes } from 'node:crypto';
import { openPanel, operatorToken } from '../support/panel.ts';
import { expect, test } from '../support/test.ts';

const QUEUE = 'trellis-EngagementQueues-AwardsDeadLetters';

/** A message of which no consumer can make anything: after five tries it is a dead letter. */
async function send(body: string): Promise<void> {
  const aws = process.env.TRELLIS_TEST_AWS ?? '';
  const answer = await fetch(aws, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' },
    body: JSON.stringify({ QueueUrl: `${aws}/000000000000/trellis-EngagementQueues-Awards`, MessageBody: body }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

test('an operator sees what could not be handled, how many and since when, and sends it back', async ({ page }) => {
  test.setTimeout(180_000);
  const bodies = ['first', 'second'].map(word => `${word} ${randomBytes(4).toString('hex')}`);
  for (const body of bodies) await send(body);
  await openPanel(page, await operatorToken(), 'platform/dead-letters');
  const queue = page.getByRole('region', { name: QUEUE });
  const letters = queue.getByRole('listitem');
  const number = (count: number) =>
    expect(async () => {
      // Looking hides messages for a moment: the answer, not what was there before it.
      const answer = page.waitForResponse(response => response.url().endsWith('/v1/platform/dead-letters'));
      await page.getByRole('button', { name: 'Reload' }).click();
      await answer;
      for (const body of bodies) {
        await expect(letters.filter({ hasText: body })).toHaveCount(count, { timeout: 2_000 });
      }
    }).toPass({ timeout: 90_000 });
  await number(1);
  for (const body of bodies) {
    const letter = letters.filter({ hasText: body });
    await expect(letter).toContainText(/(this minute|minutes? ago) · delivered/);
    await letter.locator('summary').click();
    await expect(letter.getByText(body)).toBeVisible();
  }
  await expect(queue).toContainText(`${await letters.count()} messages`);

  await queue.getByRole('button', { name: `Redrive the messages of ${QUEUE}` }).click();
  await expect(page.getByText(`Messages of ${QUEUE} are being redriven`)).toBeVisible();
  await number(0);
});
