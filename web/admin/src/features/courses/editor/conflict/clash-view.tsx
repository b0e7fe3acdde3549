import { useEffect, useRef, useState } from 'react';
import { Button } from 'shared/parts/button';
import { useText } from '../../../../text';
import type { Side } from '../model/differences';
import { firstChoices } from '../model/resolve';
import type { Clash, EditorModel } from '../use-editor';
import style from './clash.module.css';
import { DifferenceView } from './difference-view';

interface ClashViewProps {
  clash: Clash;
  onSettle: EditorModel['settle'];
  onBack: () => void;
}

/** Somebody else has changed the same: a person sees both and chooses, field by field and lesson by lesson. */
export function ClashView({ clash, onSettle, onBack }: ClashViewProps) {
  const text = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  const [choices, setChoices] = useState<ReadonlyMap<string, Side>>(() => firstChoices(clash.differences));
  useEffect(() => heading.current?.focus(), []);
  const all = (side: Side) => setChoices(new Map(clash.differences.map(({ key }) => [key, side])));
  return (
    <section className={style.clash} aria-labelledby="clash-title">
      <header className={style.head}>
        <h2 id="clash-title" ref={heading} tabIndex={-1}>
          {text('clash.title')}
        </h2>
        <p>{text('clash.lead', { count: clash.differences.length })}</p>
        <div className={style.all}>
          <Button look="quiet" onClick={() => all('theirs')}>
            {text('clash.all-theirs')}
          </Button>
          <Button look="quiet" onClick={() => all('mine')}>
            {text('clash.all-mine')}
          </Button>
        </div>
      </header>
      {clash.differences.map(difference => (
        <DifferenceView
          key={difference.key}
          difference={difference}
          side={choices.get(difference.key) ?? 'mine'}
          onChoose={side => setChoices(new Map(choices).set(difference.key, side))}
        />
      ))}
      <footer className={style.foot}>
        <Button onClick={onBack}>{text('clash.back')}</Button>
        <Button look="main" onClick={() => void onSettle(choices)}>
          {text('clash.save')}
        </Button>
      </footer>
    </section>
  );
}
