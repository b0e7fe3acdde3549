import { diffLines } from 'diff';
import { useMemo } from 'react';
import { useText } from '../../../../text';
import style from './clash.module.css';

/** A text in which the lines stand out that the other version has not. */
export default function Compared({ value, other }: { value: string; other: string }) {
  const text = useText();
  const lines = useMemo(() => {
    const changes = diffLines(other, value).filter(change => !change.removed);
    return changes.map((change, at) => ({ id: `${at}:${change.count}`, words: change.value, isOwn: change.added }));
  }, [value, other]);
  return (
    <span className={style.value}>
      {lines.map(({ id, words, isOwn }) =>
        isOwn ? (
          <mark key={id} className={style.own}>
            <span className="visually-hidden">{text('clash.only-here')} </span>
            {words}
          </mark>
        ) : (
          <span key={id}>{words}</span>
        ),
      )}
    </span>
  );
}
