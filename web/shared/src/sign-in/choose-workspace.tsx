import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { hasStatus } from '../api/problem';
import { useSharedText } from '../i18n/text';
import { Button } from '../parts/button';
import { Field } from '../parts/field';
import { useProblemText } from '../parts/problem-note';
import style from './sign-in.module.css';
import { findWorkspace } from './workspace';

/** Asks for the workspace where the address does not say it. */
export function ChooseWorkspace({ onChosen }: { onChosen: (name: string) => void }) {
  const text = useSharedText();
  const problemText = useProblemText();
  const find = useMutation({
    mutationFn: findWorkspace,
    onSuccess: found => onChosen(found.workspace),
  });
  const error = find.error && (hasStatus(find.error, 404) ? text('workspace.unknown') : problemText(find.error));

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get('workspace')).trim().toLowerCase();
    find.mutate(name);
  }

  return (
    <form className={style.form} onSubmit={submit}>
      <Field
        label={text('workspace.label')}
        name="workspace"
        required
        autoCapitalize="none"
        autoComplete="organization"
        spellCheck={false}
        hint={text('workspace.hint')}
        error={error}
      />
      <Button look="main" type="submit" busy={find.isPending}>
        {text('continue')}
      </Button>
    </form>
  );
}
