import type { Schema } from 'shared/api/schemas';

export type Draw = Schema<'Draw'>;
export type Bank = Schema<'QuestionBankSummary'>;

/** Empty for all questions of a bank. */
export function tagOf({ tag }: Draw): string {
  return (tag ?? '').trim();
}

/** Whether it says what is drawn from. */
export function isDraw(draw: Draw): boolean {
  return Boolean(draw.bank_id) || tagOf(draw) !== '';
}

/** The tags of a bank with how many questions have each; no tag stands for all of its questions. */
export function tagsIn({ question_count, tags }: Bank): Map<string, number> {
  return new Map([['', question_count], ...tags.map(each => [each.tag, each.question_count] as const)]);
}

/** A draw with what saving it would take from its bank. Of a bank that is gone, what was taken stays. */
export function withNewest(draw: Draw, bank: Bank | undefined): Draw {
  if (!bank) return draw;
  return { ...draw, taken: { digest: bank.digest, count: tagsIn(bank).get(tagOf(draw)) ?? 0 } };
}
