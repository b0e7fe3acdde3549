import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { hasStatus } from '../api/problem';
import { useSharedText } from '../i18n/text';
import { Button } from '../parts/button';
import { Field } from '../parts/field';
import { useProblemText } from '../parts/problem-note';
import { FindWorkspaces } from './find-workspaces';
import style from './sign-in.module.css';
import { findWorkspace } from './workspace';

interface ChooseWorkspaceProps {
  onChosen: (name: string) => void;
}

/** Asks for the workspace where the address does not say it, and helps those who do not know it. */
export function ChooseWorkspace({ onChosen }: ChooseWorkspaceProps) {
  const [step, setStep] = useState<'name' | 'find' | 'name-again'>('name');
  if (step === 'find') return <FindWorkspaces onBack={() => setStep('name-again')} />;
  return <NameWorkspace onChosen={onChosen} onFind={() => setStep('find')} focused={step === 'name-again'} />;
}

interface NameWorkspaceProps extends ChooseWorkspaceProps {
  onFind: () => void;
  focused: boolean;
}

function NameWorkspace({ onChosen, onFind, focused }: NameWorkspaceProps) {
  const text = useSharedText();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (focused) input.current?.focus();
  }, [focused]);
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
        inputRef={input}
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
      <Button look="quiet" onClick={onFind}>
        {text('find.open')}
      </Button>
    </form>
  );
}
