import type { CSSProperties } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Mark } from 'shared/sign-in/mark';
import { looks } from 'shared/theme/branding';
import { contrast, parseColour, type Rgb } from 'shared/theme/colour';
import { Badge } from '../../../parts/badge';
import { useText } from '../../../text';
import style from './brand-preview.module.css';

interface BrandPreviewProps {
  primary: string;
  accent: string;
  /** A data URL, or nothing for the product's sign. */
  logo?: string;
  name: string;
}

const SURFACES = { light: '#ffffff', dark: '#191c20' } as const;

/** How learners will see it, by day and by night. Colours that could not be read are bent as far as they must be; that is said. */
export function BrandPreview({ primary, accent, logo, name }: BrandPreviewProps) {
  const text = useText();
  const look = looks({ primary, accent });
  if (Object.keys(look).length === 0) return <p className={style.waiting}>{text('colour.wrong')}</p>;
  return (
    <div className={style.previews}>
      {(['light', 'dark'] as const).map(theme => (
        <figure key={theme} className={style.figure}>
          <div className={`${style.page} ${style[theme]}`} style={varsOf(look, theme)} aria-hidden="true">
            <span className={style.head}>
              <Mark size={22} logo={logo || null} on={theme} />
              {name}
            </span>
            <strong>{text('preview.course')}</strong>
            <span className={style.bar}>
              <span />
            </span>
            <span className={style.row}>
              <span className={style.button}>{text('preview.button')}</span>
              <span className={style.link}>{text('preview.link')}</span>
              <span className={style.accent}>★ 120</span>
            </span>
          </div>
          <figcaption>
            <strong>{text(`appearance.${theme}`)}</strong>
            <Contrast look={look} theme={theme} wanted={{ brand: primary, accent }} />
          </figcaption>
        </figure>
      ))}
    </div>
  );
}

/** Inside of the preview the names without theme mean the previewed one. */
function varsOf(look: Record<string, string>, theme: 'light' | 'dark'): CSSProperties {
  const vars: Record<string, string> = {};
  for (const [key, colour] of Object.entries(look)) {
    if (key.startsWith(`--${theme}-`)) vars[key.replace(`--${theme}-`, '--')] = colour;
  }
  return vars;
}

interface ContrastProps {
  look: Record<string, string>;
  theme: 'light' | 'dark';
  wanted: Record<'brand' | 'accent', string>;
}

function Contrast({ look, theme, wanted }: ContrastProps) {
  const text = useText();
  const formats = useFormats();
  const shown = { brand: look[`--${theme}-brand`] ?? '', accent: look[`--${theme}-accent`] ?? '' };
  const bent = (['brand', 'accent'] as const).filter(name => shown[name] !== wanted[name]);
  const ratio = (one: string | undefined, other: string | undefined) => {
    const [a, b] = [parseColour(one ?? ''), parseColour(other ?? '')] as [Rgb | undefined, Rgb | undefined];
    return a && b ? Math.floor(contrast(a, b) * 10) / 10 : 0;
  };
  const button = ratio(look[`--${theme}-brand-text`], shown.brand);
  const link = ratio(look[`--${theme}-brand-ink`], SURFACES[theme]);
  return (
    <>
      <span>{text('contrast', { button: formats.number(button), link: formats.number(link) })}</span>
      {bent.length === 0 && <Badge tone="good">{text('contrast.good')}</Badge>}
      {bent.map(name => (
        <span key={name} className={style.bent}>
          {text(`contrast.bent.${name}`, { wanted: wanted[name], shown: shown[name] })}
        </span>
      ))}
    </>
  );
}
