import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import type { BulkRow } from './bulk-rows';

/** Small enough that one sees how it goes on; the API takes 500. */
const PORTION = 50;

/**
 * Sends the rows that have no result yet. The API may leave rows of a request untried when time is short: they go again, under the same
 * key, under which it invites nobody twice.
 */
export async function sendRows(
  rows: readonly BulkRow[],
  key: string,
  onChange: (rows: readonly BulkRow[]) => void,
  signal: AbortSignal,
): Promise<void> {
  const current = [...rows];
  onChange([...current]);
  for (;;) {
    const open = current.flatMap((row, index) => (row.result ? [] : [index])).slice(0, PORTION);
    if (open.length === 0) return;
    const items = open.flatMap(index => current[index]?.member ?? []);
    const answer = await answered(
      api.POST('/v1/admin/people/bulk', { params: { header: { 'Idempotency-Key': key } }, body: { items }, signal }),
    );
    for (const [at, index] of open.entries()) {
      const [row, item] = [current[index], answer.items[at]];
      if (!row || !item || item.result === 'not_tried') continue;
      current[index] =
        item.result === 'invited'
          ? { ...row, result: 'invited', memberId: item.member_id }
          : { ...row, result: 'refused', detail: item.detail };
    }
    onChange([...current]);
    signal.throwIfAborted();
  }
}
