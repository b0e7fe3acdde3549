// SCORM 1.2: the API is an object of one of the windows above.
function above(from) {
  while (!from.API && from.parent !== from) from = from.parent;
  return from.API;
}

const api = above(window);
const pages = document.querySelectorAll('section');
const PASSES = 60;
const begun = Date.now();
let isOver = false;

function show(at) {
  pages.forEach((page, number) => {
    page.hidden = number !== at;
  });
  api.LMSSetValue('cmi.core.lesson_location', String(at));
}

/** How long the session has lasted, as 0000:00:00.00. */
function lasted() {
  const seconds = Math.round((Date.now() - begun) / 1000);
  const two = number => String(number).padStart(2, '0');
  return `${String(Math.floor(seconds / 3600)).padStart(4, '0')}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.00`;
}

function leave() {
  if (isOver) return;
  isOver = true;
  api.LMSSetValue('cmi.core.session_time', lasted());
  api.LMSFinish('');
}

document.getElementById('go').onclick = () => {
  show(1);
  api.LMSCommit('');
};

document.getElementById('drill').onsubmit = event => {
  event.preventDefault();
  const given = [...new FormData(event.target).values()];
  const right = given.filter(answer => answer === 'right').length;
  const score = (100 * right) / given.length;
  api.LMSSetValue('cmi.core.score.min', '0');
  api.LMSSetValue('cmi.core.score.max', '100');
  api.LMSSetValue('cmi.core.score.raw', String(score));
  api.LMSSetValue('cmi.core.lesson_status', score >= PASSES ? 'passed' : 'failed');
  event.target.hidden = true;
  document.getElementById('result').textContent = `${right} of ${given.length} decisions were right.`;
  api.LMSSetValue('cmi.core.exit', '');
  leave();
};

api.LMSInitialize('');
if (api.LMSGetValue('cmi.core.lesson_status') === 'not attempted') api.LMSSetValue('cmi.core.lesson_status', 'incomplete');
api.LMSSetValue('cmi.core.exit', 'suspend');
show(Number(api.LMSGetValue('cmi.core.lesson_location') || 0));
window.addEventListener('pagehide', leave);
