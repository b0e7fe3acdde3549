import type { Schema } from '../api/schemas';
import { keep } from '../session/storage';
import { formatColour, mix, parseColour, type Rgb, readable, textOn } from './colour';
import { applyLogo } from './logo';

/** The darkest and the lightest surface that brand colours lie on; tokens.css paints with the same ones. */
const SURFACES: Record<'light' | 'dark', { base: Rgb; raised: Rgb }> = {
  light: { base: [246, 246, 244], raised: [255, 255, 255] },
  dark: { base: [17, 19, 22], raised: [35, 39, 45] },
};

/** Contrast of what is a sign, and of what is read (WCAG 2.2 AA, with a little to spare for tinted surfaces). */
const SIGN = 3.1;
const TEXT = 5;

function looksOf(theme: 'light' | 'dark', primary: Rgb, accent: Rgb): Record<string, Rgb> {
  const { base, raised } = SURFACES[theme];
  const behind = theme === 'light' ? base : raised;
  const brand = readable(primary, behind, SIGN);
  const soft = mix(raised, brand, theme === 'light' ? 0.09 : 0.16);
  return {
    brand,
    'brand-text': textOn(brand),
    'brand-ink': readable(primary, soft, TEXT),
    'brand-soft': soft,
    accent: readable(accent, behind, SIGN),
    'accent-ink': readable(accent, behind, TEXT),
  };
}

/** A workspace's colours for both themes, bent as far as they must be to be read. */
export function looks(branding: Pick<Schema<'BrandingView'>, 'primary' | 'accent'>): Record<string, string> {
  const [primary, accent] = [parseColour(branding.primary), parseColour(branding.accent)];
  if (!primary || !accent) return {};
  const all = (['light', 'dark'] as const).flatMap(theme =>
    Object.entries(looksOf(theme, primary, accent)).map(([name, colour]) => [
      `--${theme}-${name}`,
      formatColour(colour),
    ]),
  );
  return Object.fromEntries(all);
}

/** Paints the page in the workspace's colours, under its logo; and the next visit from its first moment. */
export function applyBranding({ branding, logo }: Pick<Schema<'SignInPage'>, 'branding' | 'logo'>): void {
  const look = looks(branding);
  for (const [name, colour] of Object.entries(look)) document.documentElement.style.setProperty(name, colour);
  keep('look', JSON.stringify(look));
  applyLogo(logo);
}
