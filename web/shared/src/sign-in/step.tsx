import type { ReactNode, Ref } from 'react';
import { isProblem, ProblemError } from '../api/problem';
import { useSharedText } from '../i18n/text';
import { Field } from '../parts/field';
import { useCountdown, useProblemText, useWaitText } from '../parts/problem-note';

/** What each way in is given for its first step. */
export interface StepProps {
  workspace: string;
  email: string;
  onEmail: (email: string) => void;
  /** From a link that lets this device in. */
  device: string | undefined;
  /** The way to another way in, while nothing has begun. */
  other: ReactNode;
}

/** What a refusal says, in `own` words where there are better ones, and for how many seconds it is in vain to try again. */
export function useRefusal(error: unknown, own?: string | false) {
  const text = useSharedText();
  const problemText = useProblemText();
  const waitText = useWaitText();
  const wait = useCountdown(error instanceof ProblemError ? error.retryAfter : undefined);
  const busy = isProblem(error, 'address-busy');
  const words =
    wait > 0 ? text(busy ? 'address-busy' : 'too-many', { wait: waitText(wait) }) : own || problemText(error);
  return { wait, words: error ? words : undefined };
}

interface EmailFieldProps {
  value: string;
  inputRef?: Ref<HTMLInputElement>;
  onChange: (email: string) => void;
  hint?: string;
  error?: string | undefined;
}

export function EmailField({ onChange, ...rest }: EmailFieldProps) {
  const text = useSharedText();
  return (
    <Field
      {...rest}
      label={text('email.label')}
      name="email"
      type="email"
      autoComplete="username"
      required
      onChange={event => onChange(event.target.value)}
    />
  );
}
