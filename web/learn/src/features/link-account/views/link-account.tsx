import { useMutation } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import { PageTitle } from 'shared/app/page-title';
import { Button, buttonLook } from 'shared/parts/button';
import { Note, ProblemNote } from 'shared/parts/problem-note';
import { Link } from 'wouter';
import style from '../../../shell/missing.module.css';
import { useText } from '../../../text';

/** Where the company's sign-in leads somebody whom it has named and who has to confirm that, signed in as before. */
export default function LinkAccount() {
  const text = useText();
  const link = useMutation({ mutationFn: () => answered(api.POST('/v1/me/identities')) });
  return (
    <div className={style.missing}>
      <PageTitle>{text('link.title')}</PageTitle>
      <p>{text('link.text')}</p>
      {link.error && <ProblemNote error={link.error} />}
      {link.data ? (
        <>
          <Note kind="good">{text('link.done')}</Note>
          <Link href="/" className={buttonLook('main')}>
            {text('finish.home')}
          </Link>
        </>
      ) : (
        <Button look="main" onClick={() => link.mutate()} busy={link.isPending}>
          {text('link.confirm')}
        </Button>
      )}
    </div>
  );
}
