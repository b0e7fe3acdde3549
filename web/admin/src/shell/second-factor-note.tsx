import { useMutation } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import { Button } from 'shared/parts/button';
import { ProblemNote } from 'shared/parts/problem-note';
import { useMe } from '../access';
import { useText } from '../text';
import style from './second-factor-note.module.css';

/** Roles that need a second factor do not count yet: says so, and how to get there. */
export function SecondFactorNote() {
  const text = useText();
  const me = useMe();
  const begin = useMutation({
    mutationFn: () => answered(api.POST('/v1/me/second-factor')),
    onSuccess: begun => location.assign(`/enrol#ticket=${encodeURIComponent(begun.ticket)}`),
  });
  if (me.second_factor !== 'required') return null;
  return (
    <section className={style.note} aria-label={text('factor.title')}>
      <div>
        <strong>{text('factor.title')}</strong>
        <p>{text('factor.text')}</p>
      </div>
      <Button look="main" busy={begin.isPending} onClick={() => begin.mutate()}>
        {text('factor.begin')}
      </Button>
      {begin.error && <ProblemNote error={begin.error} />}
    </section>
  );
}
