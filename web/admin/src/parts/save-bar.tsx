import { Button } from 'shared/parts/button';
import { ProblemNote } from 'shared/parts/problem-note';
import { useText } from '../text';
import layout from './layout.module.css';

interface SaveBarProps {
  form: { dirty: boolean; busy: boolean; error: unknown; discard: () => void };
}

/** The end of a form that changes something that is there. */
export function SaveBar({ form }: SaveBarProps) {
  const text = useText();
  return (
    <>
      {form.error !== undefined && <ProblemNote error={form.error} />}
      <div className={layout.ends}>
        {form.dirty && (
          <Button look="quiet" onClick={form.discard}>
            {text('discard')}
          </Button>
        )}
        <Button type="submit" look="main" busy={form.busy} aria-disabled={!form.dirty || undefined}>
          {text('save')}
        </Button>
      </div>
    </>
  );
}
