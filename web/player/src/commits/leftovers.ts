import type { Outcome } from './commit';
import type { Kept, KeptCommits } from './kept';

/** Runs the work if no other tab holds what the name stands for; whether it ran. */
export type IfFree = (name: string, work: () => Promise<void>) => Promise<boolean>;

/** What a tab holds as long as a session runs in it. */
export function lockOf(name: string): string {
  return `trellis-session/${name}`;
}

/**
 * Sends what earlier visits have left, before a session begins; false if something of it could not be sent now. Sessions that run in
 * another tab look after themselves. What is refused stays: it is tried once with each visit.
 */
export async function sendLeftovers(
  kept: KeptCommits,
  now: number,
  send: (left: Kept) => Promise<Outcome>,
  ifFree: IfFree,
): Promise<boolean> {
  let allSent = true;
  for (const left of kept.all(now)) {
    await ifFree(lockOf(left.name), async () => {
      const outcome = await send(left);
      if (outcome.kind === 'saved') kept.arrived(left.name, left.commit.sequence);
      if (outcome.kind === 'failed') allSent = false;
    });
  }
  return allSent;
}
