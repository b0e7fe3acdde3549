import type { TestCourse, TestPath } from './courses.ts';

/** Every view of the portal, by name. axe, the right-to-left test and the screenshots walk them all. */
export function viewsOf(course: TestCourse, path: TestPath): Record<string, string> {
  return {
    home: '/',
    catalogue: '/catalogue',
    paths: '/paths',
    path: `/paths/${path.id}`,
    course: `/courses/${course.id}`,
    'course-preview': `/courses/${course.id}?version=1`,
    player: `/courses/${course.id}/lessons/${course.lessons[1]?.id}`,
    'player-preview': `/courses/${course.id}/lessons/${course.lessons[1]?.id}?version=1`,
    learning: '/learning',
    boards: '/boards/week',
    downloads: '/downloads',
    profile: '/profile',
    'link-account': '/link-account',
    missing: '/no-such-page',
  };
}
