import { useState } from 'react';
import { Button } from 'shared/parts/button';
import { Choice } from 'shared/parts/choice';
import { Dialog } from 'shared/parts/dialog';
import { ProblemNote } from 'shared/parts/problem-note';
import { useText } from '../text';
import style from './conflict.module.css';
import layout from './layout.module.css';
import type { Clash, VersionedDraft } from './use-versioned-form';

interface ConflictProps<Draft extends object> {
  form: Pick<VersionedDraft<Draft>, 'draft' | 'clash' | 'resolve' | 'leaveClash'>;
  labelOf: (field: keyof Draft) => string;
  /** How what a field holds reads where two versions stand side by side. */
  shown: (draft: Draft, field: keyof Draft) => string;
}

/** Where somebody else has changed the same thing, a person sees both versions and says which one counts, field by field. */
export function Conflict<Draft extends object>(props: ConflictProps<Draft>) {
  const { clash } = props.form;
  return clash && <Choosing {...props} clash={clash} />;
}

function Choosing<Draft extends object>(props: ConflictProps<Draft> & { clash: Clash<Draft> }) {
  const { form, labelOf, shown, clash } = props;
  const text = useText();
  const [mine, setMine] = useState<ReadonlySet<string>>(() => new Set(clash.fields));
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
      await form.resolve(mine);
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog title={text('conflict.title')} open onClose={form.leaveClash}>
      <p className={layout.soft}>{text('conflict.lead')}</p>
      {clash.fields.map(field => (
        <section key={field} className={style.difference}>
          <h3>{labelOf(field)}</h3>
          <dl className={style.versions}>
            <div>
              <dt>{text('conflict.mine')}</dt>
              <dd>{shown(form.draft, field) || '–'}</dd>
            </div>
            <div>
              <dt>{text('conflict.theirs')}</dt>
              <dd>{shown(clash.theirs, field) || '–'}</dd>
            </div>
          </dl>
          <Choice
            legend={text('conflict.keep', { field: labelOf(field) })}
            hideLegend
            name={`keep-${field}`}
            value={mine.has(field) ? 'mine' : 'theirs'}
            options={[
              { value: 'mine', label: text('conflict.keep-mine') },
              { value: 'theirs', label: text('conflict.keep-theirs') },
            ]}
            onChange={whose => choose(field, whose)}
          />
        </section>
      ))}
      {error !== undefined && <ProblemNote error={error} />}
      <div className={layout.ends}>
        <Button onClick={form.leaveClash}>{text('cancel')}</Button>
        <Button look="main" busy={busy} onClick={save}>
          {text('conflict.save')}
        </Button>
      </div>
    </Dialog>
  );
}
