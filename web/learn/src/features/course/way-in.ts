import type { CourseDetail } from './queries';

/** How somebody who does not take a course comes to take it. */
export type WayIn = 'enrol' | 'accept' | 'ask' | 'wait' | 'ask-again' | 'be-invited';

/** An invitation replaces the approval, and whatever became of a request. */
export function wayIn({
  enrolment,
  invitation,
  request,
}: Pick<CourseDetail, 'enrolment' | 'invitation' | 'request'>): WayIn {
  const mode = enrolment?.mode ?? 'open';
  if (mode === 'open') return 'enrol';
  if (invitation?.state === 'pending') return 'accept';
  if (mode === 'invitation') return 'be-invited';
  if (request?.state === 'pending') return 'wait';
  return request?.state === 'declined' ? 'ask-again' : 'ask';
}

/**
 * Whether somebody who does not take a course may read its lessons: where everybody can enrol, they may have a look before they do. Authors
 * look at every course; only they are told whether a draft has changes.
 */
export function letsLook({ enrolment, has_changes }: Pick<CourseDetail, 'enrolment' | 'has_changes'>): boolean {
  return (enrolment?.mode ?? 'open') === 'open' || has_changes !== undefined;
}

/** Whether there is a seat: nobody gets in while they are being counted, which takes a moment. */
export function seatsOf({ seat_use: seats }: Pick<CourseDetail, 'seat_use'>): 'free' | 'full' | 'counting' {
  if (!seats) return 'free';
  if (seats.is_counting) return 'counting';
  return seats.left > 0 ? 'free' : 'full';
}
