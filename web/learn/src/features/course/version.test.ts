import { queryClient } from 'shared/app/query-client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { dropLessonsOfOther } from './version';

const shelf = vi.hoisted(() => ({ fromShelf: vi.fn(), unshelveAll: vi.fn() }));
vi.mock('../../offline/shelf', () => shelf);

describe('lessons that are kept', () => {
  const lesson = ['lesson', 'a', 'l1'];

  beforeEach(() => {
    vi.resetAllMocks();
    queryClient.clear();
    queryClient.setQueryData(lesson, 'text');
    queryClient.setQueryData(['lesson', 'b', 'l1'], 'of another course');
  });

  it('go when their course comes in another version than it has on this page', () => {
    queryClient.setQueryData(['course', 'a'], { shown_version: 1 });
    dropLessonsOfOther('a', 2);
    expect(queryClient.getQueryData(lesson)).toBeUndefined();
    expect(queryClient.getQueryData(['lesson', 'b', 'l1'])).toBe('of another course');
    expect(shelf.unshelveAll).toHaveBeenCalledExactlyOnceWith(['lesson', 'a']);
  });

  it('go when their course was kept in another version on this device', async () => {
    shelf.fromShelf.mockResolvedValue({ shown_version: 1 });
    dropLessonsOfOther('a', 2);
    await vi.waitFor(() => expect(queryClient.getQueryState(lesson)?.isInvalidated).toBe(true));
    expect(shelf.unshelveAll).toHaveBeenCalledExactlyOnceWith(['lesson', 'a']);
    expect(queryClient.getQueryState(['lesson', 'b', 'l1'])?.isInvalidated).toBe(false);
  });

  it('stay while the version is the same, or none is known', async () => {
    shelf.fromShelf.mockResolvedValueOnce(undefined).mockResolvedValueOnce({ shown_version: 2 });
    dropLessonsOfOther('a', 2);
    dropLessonsOfOther('a', 2);
    queryClient.setQueryData(['course', 'a'], { shown_version: 2 });
    dropLessonsOfOther('a', 2);
    await Promise.resolve();
    expect(queryClient.getQueryData(lesson)).toBe('text');
    expect(queryClient.getQueryState(lesson)?.isInvalidated).toBe(false);
    expect(shelf.unshelveAll).not.toHaveBeenCalled();
  });
});
