import { useState } from 'react';
import { Button } from 'shared/parts/button';
import { Choice } from 'shared/parts/choice';
import { Dialog } from 'shared/parts/dialog';
import { ProblemNote } from 'shared/parts/problem-note';
import { useText } from '../text';
import style from './conflict.module.css';
import layout from './layout.module.css';

export interface Difference {
  field: string;
  label: string;
  mine: string;
  theirs: string;
}

interface ConflictProps {
  differences: readonly Difference[];
  /** Called with the fields of which one's own version counts. */
  onResolve: (mine: ReadonlySet<string>) => Promise<unknown>;
  onClose: () => void;
}

/** Somebody else has changed the same thing: a person sees both versions and says which one counts, field by field. */
export function Conflict({ differences, onResolve, onClose }: ConflictProps) {
  const text = useText();
  const [mine, setMine] = useState<ReadonlySet<string>>(() => new Set(differences.map(each => each.field)));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  function choose(field: string, whose: 'mine' | 'theirs') {
    const next = new Set(mine);
    if (whose === 'mine') next.add(field);
    else next.delete(field);
    setMine(next);
  }

  async function save() {
    setBusy(true);
    setError(undefined);
    try {
      await onResolve(mine);
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog title={text('conflict.title')} open onClose={onClose}>
      <p className={layout.soft}>{text('conflict.lead')}</p>
      {differences.map(each => (
        <section key={each.field} className={style.difference}>
          <h3>{each.label}</h3>
          <dl className={style.versions}>
            <div>
              <dt>{text('conflict.mine')}</dt>
              <dd>{each.mine || '–'}</dd>
            </div>
            <div>
              <dt>{text('conflict.theirs')}</dt>
              <dd>{each.theirs || '–'}</dd>
            </div>
          </dl>
          <Choice
            legend={text('conflict.keep', { field: each.label })}
            hideLegend
            name={`keep-${each.field}`}
            value={mine.has(each.field) ? 'mine' : 'theirs'}
            options={[
              { value: 'mine', label: text('conflict.keep-mine') },
              { value: 'theirs', label: text('conflict.keep-theirs') },
            ]}
            onChange={whose => choose(each.field, whose)}
          />
        </section>
      ))}
      {error !== undefined && <ProblemNote error={error} />}
      <div className={layout.ends}>
        <Button onClick={onClose}>{text('cancel')}</Button>
        <Button look="main" busy={busy} onClick={save}>
          {text('conflict.save')}
        </Button>
      </div>
    </Dialog>
  );
}
