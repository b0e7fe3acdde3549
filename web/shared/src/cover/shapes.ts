/** A number that looks random and is always the same for a text (FNV-1a). */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}

/** Numbers from 0 to 1, the same ones for a seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Shape {
  path: string;
  /** Which of three tints it has. */
  tint: 1 | 2 | 3;
}

export const WIDTH = 320;
export const HEIGHT = 120;

type Random = () => number;

const between = (random: Random, least: number, most: number) => Math.round(least + random() * (most - least));
const tintOf = (index: number) => ((index % 3) + 1) as Shape['tint'];

function circle(x: number, y: number, radius: number): string {
  return `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`;
}

/** Hills behind hills. */
function hills(random: Random): Shape[] {
  return [0, 1, 2].map(index => {
    const base = 46 + index * 22;
    const [a, b, c] = [between(random, -26, 26), between(random, -26, 26), between(random, -14, 14)];
    const path = `M0 ${base + c}C80 ${base + a} 120 ${base - a} 180 ${base}S280 ${base + b} 320 ${base - c}V120H0z`;
    return { path, tint: tintOf(index) };
  });
}

/** Rings around one point at the edge. */
function rings(random: Random): Shape[] {
  const [x, y] = [between(random, 200, 310), between(random, 0, 120)];
  return [150, 104, 62, 26].map((radius, index) => ({ path: circle(x, y, radius), tint: tintOf(index) }));
}

/** A few large circles over each other. */
function bubbles(random: Random): Shape[] {
  return [0, 1, 2, 3, 4].map(index => ({
    path: circle(
      between(random, index * 64, index * 64 + 70),
      between(random, 10, 120),
      between(random, 20, 62 - index * 4),
    ),
    tint: tintOf(index),
  }));
}

/** Slanting bands. */
function bands(random: Random): Shape[] {
  const slant = between(random, 30, 90);
  let left = between(random, -60, 40);
  return [0, 1, 2, 3].map(index => {
    const width = between(random, 24, 58);
    const path = `M${left + slant} 0h${width}L${left + width} 120h${-width}z`;
    left += width + between(random, 14, 46);
    return { path, tint: tintOf(index) };
  });
}

/** Quarters of circles on a grid. */
function tiles(random: Random): Shape[] {
  const size = 60;
  const turns = [
    `v${size}a${size} ${size} 0 0 0 ${size} ${-size}z`,
    `h${size}v${size}a${size} ${size} 0 0 1 ${-size} ${-size}z`,
  ];
  const cells = Array.from({ length: 12 }, (_, index) => index).filter(() => random() < 0.62);
  return cells.map(index => {
    const [x, y] = [(index % 6) * size - 20, Math.floor(index / 6) * size];
    return { path: `M${x} ${y}${turns[between(random, 0, 1)]}`, tint: tintOf(between(random, 0, 2)) };
  });
}

const PATTERNS = [hills, rings, bubbles, bands, tiles];
const TONES = 4;

export interface CoverPlan {
  shapes: readonly Shape[];
  /** Which mixture of the workspace's colours it has. */
  tone: number;
}

/** The cover of a course without a picture: always the same for the same course and title. */
export function coverOf(courseId: string, title: string): CoverPlan {
  const random = randomOf(seedOf(`${courseId} ${title}`));
  const tone = Math.floor(random() * TONES);
  const pattern = PATTERNS[Math.floor(random() * PATTERNS.length)] ?? hills;
  return { tone, shapes: pattern(random) };
}
