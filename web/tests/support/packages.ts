import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Frame, FrameLocator, Page } from '@playwright/test';
import { call, pause } from './api.ts';
import { type TestFile, zip } from './book.ts';
import { courseWith, enrol, type TestCourse } from './courses.ts';
import { uploaded } from './files.ts';
import { type Member, newMember, tokenOf } from './people.ts';

export type Standard = 'scorm_1_2' | 'scorm_2004_3';

/** The part that the packages of tests have. */
export const ITEM = 'part-1';

const MANIFESTS: Record<Standard, (title: string) => string> = {
  scorm_1_2: title => `<?xml version="1.0" encoding="utf-8"?>
<manifest identifier="trellis.test" version="1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
    xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="whole"><organization identifier="whole"><title>${title}</title>
    <item identifier="${ITEM}" identifierref="page"><title>The whole of it</title></item>
  </organization></organizations>
  <resources><resource identifier="page" type="webcontent" adlcp:scormtype="sco" href="index.html">
    <file href="index.html"/>
  </resource></resources>
</manifest>`,
  scorm_2004_3: title => `<?xml version="1.0" encoding="utf-8"?>
<manifest identifier="trellis.test" version="1" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
    xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3">
  <metadata><schema>ADL SCORM</schema><schemaversion>2004 3rd Edition</schemaversion></metadata>
  <organizations default="whole"><organization identifier="whole"><title>${title}</title>
    <item identifier="${ITEM}" identifierref="page"><title>The whole of it</title></item>
  </organization></organizations>
  <resources><resource identifier="page" type="webcontent" adlcp:scormType="sco" href="index.html">
    <file href="index.html"/>
  </resource></resources>
</manifest>`,
};

/** A page that does what packages do: it looks for its runtime above itself, shows where it goes on, and ends when it is closed. */
function page(standard: Standard, script: string): string {
  const [name, prefix, place, begin, end] =
    standard === 'scorm_1_2'
      ? ['API', 'LMS', 'cmi.core.lesson_location', 'LMSInitialize', 'LMSFinish']
      : ['API_1484_11', '', 'cmi.location', 'Initialize', 'Terminate'];
  const [status, passed, score] =
    standard === 'scorm_1_2'
      ? ['cmi.core.lesson_status', 'passed', [['cmi.core.score.raw', '90']]]
      : [
          'cmi.completion_status',
          'completed',
          [
            ['cmi.success_status', 'passed'],
            ['cmi.score.scaled', '0.9'],
          ],
        ];
  const time = standard === 'scorm_1_2' ? ['cmi.core.session_time', '00:00:05'] : ['cmi.session_time', 'PT5S'];
  const exit = standard === 'scorm_1_2' ? 'cmi.core.exit' : 'cmi.exit';
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Test package</title>
<h1>Test package</h1><p>Page <output id="place"></output></p>
<button id="next">Next</button> <button id="pass">Pass</button> <button id="end">End</button>
<script>
  function above(from) {
    var tries = 0;
    while (from && !from['${name}'] && from.parent && from.parent !== from && tries++ < 9) from = from.parent;
    return from['${name}'];
  }
  var api = above(window) || (window.opener && above(window.opener));
  var ended = false;
  var set = function (element, value) { return api['${prefix}SetValue'](element, String(value)); };
  api['${begin}']('');
  var at = Number(api['${prefix}GetValue']('${place}') || 0);
  var show = function () { document.getElementById('place').textContent = at; };
  var go = function (to) { at = to; show(); return set('${place}', to); };
  var keep = function () { return api['${prefix}Commit'](''); };
  var end = function () {
    if (ended) return 'ended';
    set('${time[0]}', '${time[1]}');
    set('${exit}', 'suspend');
    var answer = api['${end}']('');
    ended = answer === 'true';
    return answer;
  };
  if (!at) set('${status}', 'incomplete');
  show();
  document.getElementById('next').onclick = function () { go(at + 1); keep(); };
  document.getElementById('pass').onclick = function () {
    set('${status}', '${passed}');
    ${JSON.stringify(score)}.forEach(function (each) { set(each[0], each[1]); });
    keep();
  };
  document.getElementById('end').onclick = end;
  window.onbeforeunload = function () { end(); };
  window.onunload = end;
  ${script}
</script></html>`;
}

/** A package with one page; what it is to do besides is a script. */
export function testPackage(title: string, standard: Standard = 'scorm_1_2', script = ''): TestFile {
  const files = { 'imsmanifest.xml': MANIFESTS[standard](title), 'index.html': page(standard, script) };
  return { name: `${title}.zip`, mimeType: 'application/zip', buffer: zip(files) };
}

/** A package that others have made, where it lies beside the repository. */
export function packageOfOthers(name: string): TestFile | undefined {
  const path = fileURLToPath(new URL(`../../../../shared/data/courses/${name}`, import.meta.url));
  return existsSync(path) ? { name, mimeType: 'application/zip', buffer: readFileSync(path) } : undefined;
}

export interface Unpacked {
  state: string;
  reason?: string;
  organisations: { items: OutlineItem[] }[];
}

interface OutlineItem {
  id: string;
  title: string;
  launchable: boolean;
  items: OutlineItem[];
}

/** What can be opened in a package, in order. */
export function partsOf(items: readonly OutlineItem[]): OutlineItem[] {
  return items.flatMap(item => [...(item.launchable ? [item] : []), ...partsOf(item.items)]);
}

/** Uploads a package and waits until it is unpacked. */
export async function unpacked(file: TestFile): Promise<Unpacked & { digest: string }> {
  const token = process.env.TRELLIS_TEST_AUTHOR ?? '';
  const digest = await uploaded('package', file);
  for (let tries = 0; tries < 300; tries += 1) {
    const found = await call<Unpacked>(`/v1/admin/packages/${digest}`, { token }).catch(error => {
      // It is told of a moment after it was found clean.
      if (/: 404 /.test(String(error))) return undefined;
      throw error;
    });
    if (found?.state === 'ready') return { ...found, digest };
    if (found?.state === 'refused') throw new Error(`${file.name} was refused: ${found.reason}`);
    await pause(200);
  }
  throw new Error(`${file.name} was not unpacked`);
}

export interface PackageCourse {
  course: TestCourse;
  member: Member;
  token: string;
  /** Of the lesson with the package. */
  path: string;
}

/** A course with a lesson for each of these parts, taken by this member or one of its own. */
export async function packageCourse(
  file: TestFile,
  rules: Record<string, unknown> = {},
  most = 1,
  learner?: Member,
): Promise<PackageCourse> {
  const { digest, organisations } = await unpacked(file);
  const parts = partsOf(organisations[0]?.items ?? []).slice(0, most);
  const lessons = parts.map(({ id, title }) => ({
    title,
    content: { kind: 'package', file: digest, item: id, ...rules },
  }));
  const course = await courseWith('Package', [...lessons, { title: 'Afterwards' }]);
  const member = learner ?? (await newMember());
  const token = await tokenOf(member.email);
  await enrol(token, course);
  return { course, member, token, path: `/courses/${course.id}/lessons/${course.lessons[0]?.id}` };
}

/** An attempt that the member has made on another device: one session, which has ended with this report. */
export async function attemptedPackage({ course, token }: PackageCourse, cmi: Record<string, string>): Promise<void> {
  const lesson = `/v1/me/enrolments/${course.id}/lessons/${course.lessons[0]?.id}`;
  const { launch } = await call<{ launch: string }>(`${lesson}/launches`, { method: 'POST', token, body: {} });
  const session = { launch, device: 'other', takes_over: true };
  const { begun } = await call<{ begun: { attempt: number; session: number } }>('/v1/package-sessions', {
    method: 'POST',
    body: session,
  });
  const report = { launch, attempt: begun.attempt, session: begun.session, sequence: 1, final: true, cmi };
  await call('/v1/package-commits', { method: 'POST', body: report });
}

/** The package as it runs in the page. */
export function running(page: Page): FrameLocator {
  return page.frameLocator('iframe[title^="Package:"]').frameLocator('iframe[name="package"]');
}

/** The same, to run scripts in. */
export async function frameOf(page: Page): Promise<Frame> {
  await running(page).locator('body').waitFor({ state: 'attached' });
  const frame = page.frames().find(each => each.name() === 'package');
  if (!frame) throw new Error('no package runs');
  return frame;
}

interface Standing {
  attempts: { number: number; state: string; score_percent?: number; seconds: number; flags: string[] }[];
}

/** What the API knows of a member's attempts. */
export function standing({ course, token }: PackageCourse): Promise<Standing> {
  return call(`/v1/me/enrolments/${course.id}/lessons/${course.lessons[0]?.id}/package`, { token });
}
