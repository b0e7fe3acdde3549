import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import type { Point } from 'shared/quiz/given';
import { Hotspot } from 'shared/quiz/inputs/hotspot';
import { CheckField, TextField } from '../../../parts/fields';
import { StepIcon } from '../../courses/editor/step-icon';
import { FileField } from '../../files/parts/file-field';
import { fileQuery } from '../../files/queries';
import { type Area, areaOf, MARKS } from '../model/question';
import style from '../parts/quizzes.module.css';
import { useText } from '../text';
import type { QuestionFieldsProps } from './field';

const SHAPES = ['rectangle', 'circle', 'polygon'] as const;
const MOST_AREAS = 50;

/** The picture, and the areas of it: marked as learners mark places, by hand or by keys, and then made a shape. */
export function HotspotFields(props: QuestionFieldsProps<'hotspot'>) {
  const { question, slot, readOnly, errorOf, onChange } = props;
  const text = useText();
  const formats = useFormats();
  const id = useId();
  const { picture, areas } = question;
  const file = useQuery({ ...fileQuery(picture), enabled: picture !== '' });
  const [points, setPoints] = useState<readonly Point[]>([]);
  const [aspect, setAspect] = useState(1);
  const address = file.data?.address ?? undefined;

  function add(shape: Area['shape']) {
    const area = areaOf(shape, points, aspect);
    if (!area || areas.length >= MOST_AREAS) return;
    onChange({ ...question, areas: [...areas, area] });
    setPoints([]);
  }

  return (
    <>
      <FileField
        slot={slot}
        kind="picture"
        label={text('quiz.picture-file')}
        value={picture}
        error={errorOf('picture')}
        readOnly={readOnly}
        onChosen={chosen => onChange({ ...question, picture: chosen.digest, areas: [] })}
      />
      <TextField
        label={text('quiz.picture-description')}
        hint={text('quiz.picture-description-hint')}
        value={question.picture_description ?? ''}
        maxLength={500}
        readOnly={readOnly}
        onChange={event => onChange({ ...question, picture_description: event.target.value })}
      />
      <CheckField
        label={text('quiz.several')}
        checked={question.several ?? false}
        disabled={readOnly}
        onChange={event => onChange({ ...question, several: event.target.checked })}
      />
      {address && (
        <fieldset className={style.rows}>
          <legend id={id}>{text('quiz.areas')}</legend>
          <div className={style.areas}>
            <img
              src={address}
              alt=""
              onLoad={event => setAspect(event.currentTarget.naturalWidth / event.currentTarget.naturalHeight)}
            />
            <svg className={style.shapes} viewBox="0 0 10000 10000" preserveAspectRatio="none" aria-hidden="true">
              {areas.map(area => (
                <Drawn key={area.coordinates.join()} area={area} />
              ))}
            </svg>
          </div>
          <ol>
            {areas.map((area, at) => (
              <li key={area.coordinates.join()}>
                <CheckField
                  label={text('quiz.area-right', {
                    number: formats.number(at + 1),
                    shape: text(`quiz.shape.${area.shape}`),
                  })}
                  checked={area.right}
                  disabled={readOnly}
                  onChange={event =>
                    onChange({ ...question, areas: areas.with(at, { ...area, right: event.target.checked }) })
                  }
                />
                {!readOnly && (
                  <button
                    type="button"
                    className={style.step}
                    aria-label={text('quiz.area-remove', { number: formats.number(at + 1) })}
                    onClick={() => onChange({ ...question, areas: areas.toSpliced(at, 1) })}
                  >
                    <StepIcon name="remove" />
                  </button>
                )}
              </li>
            ))}
          </ol>
          {errorOf('areas') && (
            <p className={style.error} role="alert">
              {errorOf('areas')}
            </p>
          )}
          {!readOnly && (
            <>
              <p className={style.hint}>{text('quiz.areas-hint')}</p>
              <Hotspot
                question={{
                  id: question.id,
                  kind: 'hotspot',
                  html: '',
                  points: 1,
                  several: true,
                  picture: { address, description: text('quiz.areas-mark') },
                }}
                given={{ kind: 'hotspot', points: [...points] }}
                right={undefined}
                judged={undefined}
                labelledBy={id}
                readOnly={false}
                isOwn
                onGive={given => given.kind === 'hotspot' && setPoints(given.points)}
              />
              <div className={style.buttons}>
                {SHAPES.map(shape => (
                  <Button
                    key={shape}
                    aria-disabled={points.length < MARKS[shape] || undefined}
                    onClick={() => add(shape)}
                  >
                    {text(`quiz.make.${shape}`)}
                  </Button>
                ))}
              </div>
            </>
          )}
        </fieldset>
      )}
    </>
  );
}

function Drawn({ area: { shape, coordinates, right } }: { area: Area }) {
  const look = { 'data-right': right || undefined, vectorEffect: 'non-scaling-stroke' } as const;
  const [a = 0, b = 0, c = 0, d = c] = coordinates;
  if (shape === 'rectangle')
    return <rect x={Math.min(a, c)} y={Math.min(b, d)} width={Math.abs(c - a)} height={Math.abs(d - b)} {...look} />;
  if (shape === 'circle') return <ellipse cx={a} cy={b} rx={c} ry={d} {...look} />;
  return <polygon points={coordinates.join(' ')} {...look} />;
}
