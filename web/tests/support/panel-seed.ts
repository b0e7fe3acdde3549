import { readFile } from 'node:fs/promises';
import { ask, courseOn, invite } from './admission.ts';
import { call } from './api.ts';
import { rewrite, uniqueTitle } from './authoring.ts';
import { book, longBook, noBook, type TestFile } from './book.ts';
import { enrol, newPath, publish } from './courses.ts';
import { globalCourse, newCollection, subscribe } from './global.ts';
import { attemptedPackage, packageCourse, testPackage } from './packages.ts';
import { administrator, operator } from './panel.ts';
import { type Member, newMember, tokenOf } from './people.ts';
import { asLearner, attempted, CHOICE, newBank, newQuiz, WORD } from './quizzes.ts';

export interface PanelSeed {
  manager: Member;
  report: Member;
  groupId: string;
  courseId: string;
  lesson: string;
  /** It needs approval, and people wait for it. */
  askedForId: string;
  pathId: string;
  bankId: string;
  globalId: string;
  collectionId: string;
  doneImportId: string;
  /** Of the course. */
  exportId: string;
  quizResults: string;
  /** An attempt at that quiz, for authors and for managers. */
  quizAttempt: string;
  teamAttempt: string;
  packageAttempts: string;
  /** What the API said while this import was running. */
  running: ImportStatus;
  providerId: string;
}

export interface ImportStatus {
  import_id: string;
  state: string;
  progress: { done: number; total: number };
}

const post = <Answer>(path: string, body: unknown) =>
  call<Answer>(path, { method: 'POST', token: administrator(), body });

const LESSON_TEXT = `# Before you climb

Look at the ladder first: **rungs, feet and locks**. A ladder that is bent stays on the ground.

1. Is the ground level and dry?
2. Does somebody hold it?
3. Is nothing above you that carries current?

> Three points of contact: two feet and a hand, or two hands and a foot.

| Height | What you need |
| --- | --- |
| up to 2 m | a colleague in sight |
| above 2 m | harness and helmet |

More in the [rules of the site](https://example.com/rules).`;

interface Sketch {
  title: string;
  summary: string;
  /** The lessons of each module of each part. */
  outline: Record<string, Record<string, string[]>>;
  published: boolean;
}

const COURSES: Sketch[] = [
  {
    title: 'Working safely at height',
    summary: 'Ladders, scaffolds and harnesses: what to look at before you leave the ground.',
    outline: {
      'On the ground': {
        Preparation: ['Before you climb', 'Who holds the ladder'],
        Equipment: ['Harness and helmet', 'Checking a scaffold'],
      },
      'Above the ground': { 'While you work': ['Three points of contact', 'Passing tools up and down', 'Weather'] },
      'If something happens': { Rescue: ['Calling for help', 'Until help is there'] },
    },
    published: true,
  },
  {
    title: 'Onboarding for new colleagues in logistics and customer service',
    summary: 'The first two weeks: people, places, systems, and whom to ask.',
    outline: { 'Week one': { Arriving: ['Your first day', 'Where things are'], Systems: ['Orders', 'Returns'] } },
    published: true,
  },
  {
    title: 'Data protection in practice',
    summary: 'What you may note about a customer, for how long, and who may read it.',
    outline: { Basics: { 'What counts': ['Personal data', 'Purpose', 'Deleting'] } },
    published: false,
  },
];

interface Lesson {
  id: string;
  title: string;
}

interface Created {
  course_id: string;
  parts: { modules: { lessons: Lesson[] }[] }[];
}

async function newCourses(): Promise<{ id: string; lessons: Lesson[] }[]> {
  const made = [];
  for (const { title, summary, outline, published } of COURSES) {
    const parts = Object.entries(outline).map(([part, modules]) => ({
      title: part,
      modules: Object.entries(modules).map(([module, lessons]) => ({
        title: module,
        lessons: lessons.map((lesson, index) => ({ title: lesson, minutes: 3 + index * 2, markdown: LESSON_TEXT })),
      })),
    }));
    const course = await post<Created>('/v1/admin/courses', { title, summary, parts });
    if (published) await publish(course.course_id, title);
    const lessons = course.parts.flatMap(part => part.modules.flatMap(module => module.lessons));
    made.push({ id: course.course_id, lessons });
  }
  return made;
}

/** A second version, and a draft that says still something else. */
async function revise(courseId: string): Promise<void> {
  const shorter = LESSON_TEXT.replace('2. Does somebody hold it?\n', '2. Is it tied at the top?\n');
  await rewrite(courseId, { 'Before you climb': shorter, Weather: `${LESSON_TEXT}\n\nNobody climbs in a storm.` });
  await publish(courseId, '', { note: 'Ladders are tied at the top now.\nWhat to do in a storm is new.' });
  await rewrite(courseId, { 'Before you climb': shorter.replace('level and dry', 'level, dry and firm') });
}

async function newPeople() {
  const tomas = await newMember('Tomás Herrera', ['manager'], { region: 'Madrid' });
  const below = { region: 'Madrid', manager_id: tomas.memberId };
  const priya = await newMember('Priya Nair', ['author'], below);
  const samuel = await newMember('Samuel Okafor', [], below);
  const luca = await newMember('Luca Conti', [], { region: 'Milano', manager_id: tomas.memberId });
  const aiko = await newMember('Aiko Tanaka', ['author', 'manager'], below);
  await newMember('Hannah Weiß', ['auditor'], { region: 'Hamburg' });
  await newMember('Maximiliane Freifrau von Hohenstein-Oberwaldungen', ['learner'], { region: 'Nordrhein-Westfalen' });
  const jonas = await newMember('Jonas Feld', [], { region: 'Hamburg' });
  const body = { state: 'deactivated' };
  await call(`/v1/admin/people/${jonas.memberId}`, { method: 'PATCH', token: administrator(), body });
  return { tomas, priya, samuel, luca, aiko };
}

async function newGroup(name: string, members: Member[]): Promise<string> {
  const { group_id } = await post<{ group_id: string }>('/v1/admin/groups', { name });
  for (const member of members) {
    await call(`/v1/admin/groups/${group_id}/members/${member.memberId}`, { method: 'PUT', token: administrator() });
  }
  return group_id;
}

async function sendBook({ name, buffer }: TestFile): Promise<string> {
  const announced = await post<{
    import_id: string;
    upload: { method: string; url: string; headers: Record<string, string> };
  }>('/v1/admin/imports', { kind: 'mdbook', file_name: name, size: buffer.length });
  const { method, url } = announced.upload;
  const headers = Object.entries(announced.upload.headers).filter(
    ([header]) => !/^(host|content-length)$/i.test(header),
  );
  const sent = await fetch(url, { method, headers: Object.fromEntries(headers), body: new Uint8Array(buffer) });
  if (!sent.ok) throw new Error(`the archive was refused: ${sent.status}`);
  return announced.import_id;
}

async function statusUntil(importId: string, isEnough: (status: ImportStatus) => boolean): Promise<ImportStatus> {
  for (;;) {
    const status = await call<ImportStatus>(`/v1/admin/imports/${importId}`, { token: administrator() });
    if (isEnough(status)) return status;
  }
}

const isOver = ({ state }: ImportStatus) => state === 'done' || state === 'failed';
const isHalfway = ({ state, progress }: ImportStatus) =>
  state === 'running' && progress.done > progress.total / 3 && progress.done < progress.total;

/** An import that was seen while it ran. A fast machine needs more pages for that. */
async function seenRunning(pages = 300): Promise<ImportStatus> {
  const importId = await sendBook(longBook('Handbook of the workshop', pages));
  const status = await statusUntil(importId, each => isOver(each) || isHalfway(each));
  if (!isOver(status)) return status;
  if (pages > 2000) throw new Error(`no import was seen while it ran: ${JSON.stringify(status)}`);
  return seenRunning(pages * 2);
}

async function newImports() {
  await sendBook(noBook());
  const doneImportId = await sendBook(book('Workshop rules'));
  await statusUntil(doneImportId, isOver);
  return { doneImportId, running: await seenRunning() };
}

interface Provider {
  identity_provider_id: string;
  name: string;
}

/** A workspace has at most five, so the one of before is taken again. */
async function someProvider(): Promise<string> {
  const path = '/v1/admin/identity-providers';
  const { items } = await call<{ items: Provider[] }>(path, { token: administrator() });
  const before = items.find(each => each.name.startsWith('Northwind'));
  if (before) return before.identity_provider_id;
  const name = uniqueTitle('Northwind');
  const metadata = await readFile(new URL('../../../tests/sso/metadata.xml', import.meta.url), 'utf8');
  const entity = `https://${name.replace(' ', '-').toLowerCase()}.example/saml`;
  const body = {
    name,
    protocol: { kind: 'saml', metadata: metadata.replace(/entityID="[^"]+"/, `entityID="${entity}"`) },
    domains: [new URL(entity).hostname],
    group_roles: { leads: 'manager', editors: 'author' },
  };
  return (await post<Provider>(path, body)).identity_provider_id;
}

async function letSupportIn(): Promise<void> {
  const token = operator();
  for (const [name, reason] of [
    ['Sam Support', 'The course “Working safely at height” does not open on phones.'],
    ['Olu Adeyemi', 'Certificates'],
  ]) {
    const email = `${uniqueTitle(name ?? '')
      .toLowerCase()
      .replaceAll(' ', '-')}@trellis.example`;
    await call('/v1/platform/agents', { method: 'POST', token, body: { name, email } });
    const grant = { agent_email: email, hours: 8, reason };
    const { support_grant_id } = await post<{ support_grant_id: string }>('/v1/admin/support-access', grant);
    const path = `/v1/admin/support-access/${support_grant_id}`;
    if (reason === 'Certificates') await call(path, { method: 'DELETE', token: administrator() });
  }
}

/** A message that no consumer could handle, as the queue would hold it. */
async function newDeadLetter(): Promise<void> {
  const aws = process.env.TRELLIS_TEST_AWS ?? '';
  const ask = async (operation: string, body: unknown) => {
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${operation}` };
    return (await fetch(aws, { method: 'POST', headers, body: JSON.stringify(body) })).json();
  };
  const { QueueUrls } = (await ask('ListQueues', {})) as { QueueUrls: string[] };
  const queue = QueueUrls.find(url => url.endsWith('ImportsDeadLetters'));
  const record = { eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: { object: { key: 'acme/archive.zip' } } };
  await ask('SendMessage', { QueueUrl: queue, MessageBody: JSON.stringify({ Records: [record] }) });
}

async function newGlobalCourses() {
  const [first, second] = [await globalCourse('Fire safety in offices and workshops'), await globalCourse('Lifting')];
  await subscribe(first);
  return { globalId: first.id, collectionId: await newCollection('Safety at work', [first, second]) };
}

async function newRequests(...[first, second, invited]: [Member, Member, Member]): Promise<string> {
  const course = await courseOn({ mode: 'approval', seats: 8 });
  await ask(
    await tokenOf(first.email),
    course,
    'From January on I load the trucks in hall 3.\nI have driven one before.',
  );
  await ask(await tokenOf(second.email), course);
  await invite(course, invited.memberId);
  return course.id;
}

/** A quiz that this member has taken without answering all of it, by the addresses of its results. */
async function newQuizResults(member: Member) {
  const order = { id: 'order', kind: 'ordering', text: 'In which order?', items: ['Look', 'Call', 'Help'] };
  const pairs = [
    { prompt: 'Paper', answer: 'Water' },
    { prompt: 'Oil', answer: 'Blanket' },
  ];
  const match = { id: 'match', kind: 'matching', text: 'What is for what?', pairs };
  const quiz = await newQuiz([CHOICE, WORD, order, match]);
  const answers = { exit: { kind: 'single', choice: 'b' }, number: { kind: 'text', text: '112' } };
  const { number } = await attempted(quiz, await asLearner(quiz, member), answers);
  const { course, lessonId } = quiz;
  const quizResults = `courses/${course.id}/quizzes/${lessonId}`;
  return {
    quizResults,
    quizAttempt: `${quizResults}/attempts/${member.memberId}/${number}`,
    teamAttempt: `team/${member.memberId}/attempts/${course.id}/${lessonId}/${number}`,
  };
}

/** A package that this member has taken, in a way that is odd, by the address of its attempts. */
async function newPackageAttempts(member: Member): Promise<string> {
  const taken = await packageCourse(testPackage('Ladders'), { mastery_percent: 75 }, 1, member);
  const passed = { 'cmi.core.lesson_status': 'passed', 'cmi.core.session_time': '00:01:05' };
  await attemptedPackage(taken, { ...passed, 'cmi.core.score.raw': '60' });
  await attemptedPackage(taken, { ...passed, 'cmi.core.score.raw': '90' });
  return `courses/${taken.course.id}/packages/${taken.course.lessons[0]?.id}`;
}

async function sow(): Promise<PanelSeed> {
  const { tomas, priya, samuel, luca, aiko } = await newPeople();
  const [first, second] = await newCourses();
  if (!first || !second) throw new Error('no course was made');
  for (const [member, completed] of [
    [samuel, 4],
    [aiko, 2],
  ] as const) {
    await enrol(await tokenOf(member.email), { ...first, title: '' }, completed);
  }
  await revise(first.id);
  const groupId = await newGroup('Site managers', [tomas, aiko, priya]);
  await newGroup('Warehouse, early and late shift', [samuel, luca]);
  const scopes = ['people.read', 'courses.read'];
  await post('/v1/admin/api-clients', { name: 'Payroll', scopes });
  await post('/v1/admin/api-clients', { name: 'Reporting of the works council', scopes: [...scopes, 'audit.read'] });
  await letSupportIn();
  await newDeadLetter();
  const path = await newPath(
    'Site supervisor',
    { 'Before the first day': [{ ...first, title: '', lessons: [] }], 'In the first month': [] },
    { order: 'in_order' },
  );
  const askedForId = await newRequests(samuel, luca, priya);
  const { globalId, collectionId } = await newGlobalCourses();
  const quizAddresses = await newQuizResults(priya);
  const packageAttempts = await newPackageAttempts(priya);
  const bank = await newBank('Fire safety', [
    { ...CHOICE, tags: ['Offices'] },
    { ...WORD, tags: ['Offices', 'Calls'] },
  ]);
  const imports = await newImports();
  const { export_id: exportId } = await post<{ export_id: string }>(`/v1/admin/courses/${first.id}/exports`, undefined);
  const lesson = 'Before you climb';
  const providerId = await someProvider();
  return {
    manager: tomas,
    report: priya,
    groupId,
    courseId: first.id,
    lesson,
    askedForId,
    pathId: path.id,
    bankId: bank.bank_id,
    globalId,
    collectionId,
    providerId,
    exportId,
    ...quizAddresses,
    packageAttempts,
    ...imports,
  };
}

let sown: Promise<PanelSeed> | undefined;

/** What makes the panel's views show something; made once by each of Playwright's processes. */
export function panelSeed(): Promise<PanelSeed> {
  sown ??= sow();
  return sown;
}
