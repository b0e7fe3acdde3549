import { useMutation } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import { Button } from 'shared/parts/button';
import { ProblemNote } from 'shared/parts/problem-note';
import { useLocation } from 'wouter';
import { useText } from '../../../text';
import style from './home.module.css';

/** For whoever has a role that counts only with password and app. */
export function SecondFactorNotice() {
  const text = useText();
  const [, navigate] = useLocation();
  const begin = useMutation({
    mutationFn: () => answered(api.POST('/v1/me/second-factor')),
    onSuccess: ({ ticket }) => navigate(`/enrol#${new URLSearchParams({ ticket })}`),
  });
  return (
    <section className={style.notice}>
      <div>
        <h2>{text('second-factor.title')}</h2>
        <p>{text('second-factor.text')}</p>
        {begin.error && <ProblemNote error={begin.error} />}
      </div>
      <Button onClick={() => begin.mutate()} busy={begin.isPending}>
        {text('second-factor.begin')}
      </Button>
    </section>
  );
}
