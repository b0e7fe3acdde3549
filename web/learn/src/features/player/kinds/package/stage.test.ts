import { describe, expect, it } from 'vitest';
import { OPENING, staged } from './stage';

const AT = '2026-11-30T10:00:00Z';

describe('how a package runs', () => {
  it('is known from what its player tells', () => {
    const running = staged(OPENING, { tell: 'started', review: false, attempt: 1 });
    expect(running.at).toBe('running');
    const unsaved = staged(running, { tell: 'unsaved', willRetry: true });
    expect(unsaved.unsaved).toBe('retrying');
    const saved = staged(unsaved, { tell: 'saved', at: AT, state: 'open' });
    expect(saved).toMatchObject({ at: 'running', savedAt: AT, unsaved: undefined });
    expect(staged(saved, { tell: 'finished', wish: 'none' })).toMatchObject({ at: 'finished', wantsOut: false });
    expect(staged(saved, { tell: 'finished', wish: 'exit' }).wantsOut).toBe(true);
  });

  it('starts anew when it is taken over from another device', () => {
    const elsewhere = staged(OPENING, { tell: 'other-device', since: AT });
    expect(elsewhere).toMatchObject({ at: 'elsewhere', since: AT });
    expect(staged(elsewhere, { tell: 'started', review: false, attempt: 2 })).toEqual({ ...OPENING, at: 'running' });
  });

  it('says what has become of what was not saved', () => {
    const refused = staged(OPENING, { tell: 'unsaved', willRetry: false });
    expect(refused.unsaved).toBe('kept');
    expect(staged(refused, { tell: 'left', saved: true }).unsaved).toBeUndefined();
    expect(staged(OPENING, { tell: 'left', saved: false }).unsaved).toBe('kept');
  });
});
