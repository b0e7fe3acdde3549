import { expect, test } from 'vitest';
import { looks } from './branding';
import { contrast, parseColour, type Rgb } from './colour';

const BRANDS = ['#1f4e79', '#ffe600', '#ffffff', '#000000', '#ff0000', '#00ff88', '#777777', '#b45309'];

function colour(look: Record<string, string>, name: string): Rgb {
  return parseColour(look[name] ?? '') ?? [0, 0, 0];
}

test.each(BRANDS)('whatever a workspace chooses can be read: %s', brand => {
  const look = looks({ primary: brand, accent: brand });
  for (const theme of ['light', 'dark']) {
    const of = (name: string) => colour(look, `--${theme}-${name}`);
    expect(contrast(of('brand'), of('brand-text'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of('brand-ink'), of('brand-soft'))).toBeGreaterThanOrEqual(4.5);
    for (const surface of theme === 'light' ? ['#f6f6f4', '#ffffff'] : ['#111316', '#191c20', '#23272d']) {
      const behind = parseColour(surface) ?? [0, 0, 0];
      expect(contrast(of('brand-ink'), behind)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(of('accent-ink'), behind)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(of('brand'), behind)).toBeGreaterThanOrEqual(3);
    }
  }
});

test('what is no colour changes nothing', () => {
  expect(looks({ primary: 'red', accent: '#fff' })).toEqual({});
});
