import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { chromiumOptions } from './support/browser.ts';

/** Draws the PNG icons that phones and home screens ask for from the one SVG. `npm run icons` after the mark has changed. */
const FOLDER = new URL('../learn/public/icons/', import.meta.url);
const mark = readFileSync(new URL('mark.svg', FOLDER), 'utf8');

const ICONS = [
  { name: '180', size: 180, share: 1 },
  { name: '192', size: 192, share: 1 },
  { name: '512', size: 512, share: 1 },
  // Launchers cut these into any shape: the mark keeps to the safe zone in the middle.
  { name: '512-maskable', size: 512, share: 0.72 },
];

const browser = await chromium.launch(chromiumOptions());
for (const { name, size, share } of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const background = share < 1 ? '#1f4e79' : 'transparent';
  await page.setContent(
    `<body style="margin:0;display:grid;place-items:center;block-size:100vh;background:${background}">
       <div style="inline-size:${size * share}px;line-height:0">${mark}</div></body>`,
  );
  await page.screenshot({ path: fileURLToPath(new URL(`${name}.png`, FOLDER)), omitBackground: true });
  await page.close();
}
await browser.close();
