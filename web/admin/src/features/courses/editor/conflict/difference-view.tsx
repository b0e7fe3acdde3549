import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useId } from 'react';
import { type Formats, useFormats } from 'shared/i18n/format';
import { useLocale } from 'shared/i18n/text';
import { useMay } from '../../../../access';
import { type TextId, useText } from '../../../../text';
import { allGroupsQuery } from '../../../groups/queries';
import { languageName } from '../details/languages';
import type { Difference, Side } from '../model/differences';
import style from './clash.module.css';

const Compared = lazy(() => import('./compared'));

interface DifferenceViewProps {
  difference: Difference;
  side: Side;
  onChoose: (side: Side) => void;
}

type Existence = 'added-by-me' | 'added-by-them' | 'removed-by-me' | 'removed-by-them';

/** Where the one has a lesson that the other has not: what choosing either side means for it. */
const KEEPS: Record<Existence, Side> = {
  'added-by-me': 'mine',
  'added-by-them': 'theirs',
  'removed-by-me': 'theirs',
  'removed-by-them': 'mine',
};

function isExistence(about: Difference['about']): about is Existence {
  return about in KEEPS;
}

export function DifferenceView({ difference, side, onChoose }: DifferenceViewProps) {
  const text = useText();
  const name = useId();
  const { about, lesson = '' } = difference;
  const label = text(about === 'title' ? 'clash.title-field' : `clash.${about}`, { lesson });
  const options: { side: Side; id: TextId }[] = isExistence(about)
    ? [
        { side: KEEPS[about], id: 'clash.keep' },
        { side: KEEPS[about] === 'mine' ? 'theirs' : 'mine', id: 'clash.leave-out' },
      ]
    : [
        { side: 'theirs', id: 'clash.theirs' },
        { side: 'mine', id: 'clash.mine' },
      ];
  return (
    <fieldset className={style.difference}>
      <legend>{label}</legend>
      <div className={style.options}>
        {options.map(option => (
          <label key={option.side} className={style.option} data-chosen={option.side === side || undefined}>
            <span className={style.optionHead}>
              <input
                type="radio"
                name={name}
                value={option.side}
                checked={option.side === side}
                onChange={() => onChoose(option.side)}
              />
              {text(option.id)}
            </span>
            {!isExistence(about) && <Version difference={difference} side={option.side} />}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** What may be long, and is told apart line by line. */
const OF_LINES: ReadonlySet<Difference['about']> = new Set([
  'lesson-text',
  'lesson-content',
  'outline',
  'summary',
  'note',
  'tags',
  'skills',
  'outcomes',
  'prerequisites',
] as const);

/** Of what has a name for each value: that name. */
function valueText(
  about: Difference['about'],
  value: string,
  text: (id: TextId) => string,
  locale: string,
  formats: Formats,
): string | undefined {
  if (about === 'level') return text(`course.level.${value || 'none'}` as TextId);
  if (about === 'unlock') return text(`course.order.${value}` as TextId);
  if (about === 'enrolment') return text(`course.enrolment.${value}` as TextId);
  if (about === 'completion_percent' && value !== '') return formats.percent(Number(value));
  if (about === 'completion_score') return value ? formats.percent(Number(value)) : text('course.score-none');
  if (about === 'owner' && value === '') return text('course.owner-none');
  if (about === 'translation_of' && value === '') return text('course.translation-none');
  if (about === 'seats' && value === '') return text('course.seats-any');
  if (about === 'language') return value ? languageName(locale, value) : text('course.language-none');
  if (about === 'lesson-optional') return text(value === 'true' ? 'clash.optional' : 'clash.required');
  if (about === 'lesson-after' && value === '') return text('course.after-none');
  return undefined;
}

function Version({ difference, side }: { difference: Difference; side: Side }) {
  const text = useText();
  const locale = useLocale();
  const formats = useFormats();
  const value = difference[side];
  if (difference.about === 'groups') return <GroupNames ids={value ? value.split(',') : []} />;
  const said = valueText(difference.about, value, text, locale, formats);
  if (said !== undefined) return <span className={style.value}>{said}</span>;
  if (value === '') return <span className={style.nothing}>{text('clash.empty')}</span>;
  const whole = <span className={style.value}>{value}</span>;
  if (!OF_LINES.has(difference.about)) return whole;
  return (
    <Suspense fallback={whole}>
      <Compared value={value} other={difference[side === 'mine' ? 'theirs' : 'mine']} />
    </Suspense>
  );
}

function GroupNames({ ids }: { ids: readonly string[] }) {
  const text = useText();
  const may = useMay();
  const groups = useQuery({ ...allGroupsQuery, enabled: may('view_workspace') });
  const nameOf = (id: string) => groups.data?.find(group => group.group_id === id)?.name ?? id;
  return (
    <span className={style.value}>{ids.length === 0 ? text('courses.everybody') : ids.map(nameOf).join('\n')}</span>
  );
}
