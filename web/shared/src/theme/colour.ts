/** Colours as sRGB triples from 0 to 255, and what WCAG 2.2 says of their contrast. */
export type Rgb = readonly [number, number, number];

export function parseColour(text: string): Rgb | undefined {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  if (!match) return undefined;
  const [red, green, blue] = match.slice(1).map(part => Number.parseInt(part, 16));
  return [red ?? 0, green ?? 0, blue ?? 0];
}

export function formatColour(colour: Rgb): string {
  return `#${colour.map(part => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

/** WCAG 2.2, relative luminance. */
function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map(part => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

export function mix(one: Rgb, other: Rgb, share: number): Rgb {
  return one.map((part, index) => part + ((other[index] ?? 0) - part) * share) as unknown as Rgb;
}

export const WHITE: Rgb = [255, 255, 255];
export const BLACK: Rgb = [0, 0, 0];

/** The same hue, lighter or darker: `lightness` from 0 to 1 as in HSL. */
function withLightness(colour: Rgb, lightness: number): Rgb {
  const shares = colour.map(part => part / 255);
  const [most, least] = [Math.max(...shares), Math.min(...shares)];
  const spread = most - least;
  const middle = (most + least) / 2;
  const saturation = spread === 0 ? 0 : spread / (1 - Math.abs(2 * middle - 1));
  const chroma = (1 - Math.abs(2 * lightness - 1)) * saturation;
  const part = (share: number) => (spread === 0 ? 0 : (share - least) / spread);
  return shares.map(share => 255 * (lightness - chroma / 2 + chroma * part(share))) as unknown as Rgb;
}

function lightnessOf(colour: Rgb): number {
  return (Math.max(...colour) + Math.min(...colour)) / 510;
}

/** The colour of the same hue nearest to the wanted one that stands out enough from what is behind it. */
export function readable(wanted: Rgb, behind: Rgb, ratio: number): Rgb {
  const end = contrast(WHITE, behind) >= contrast(BLACK, behind) ? 1 : 0;
  const start = lightnessOf(wanted);
  for (let share = 0; share < 1; share += 0.02) {
    const candidate = share === 0 ? wanted : withLightness(wanted, start + (end - start) * share);
    if (contrast(candidate, behind) >= ratio) return candidate;
  }
  return end === 1 ? WHITE : BLACK;
}

const NEARLY_BLACK: Rgb = [16, 18, 20];

/** White where it can be read, else nearly black; on a middling grey only black will do. */
export function textOn(behind: Rgb): Rgb {
  return [WHITE, NEARLY_BLACK].find(text => contrast(text, behind) >= 4.5) ?? BLACK;
}
