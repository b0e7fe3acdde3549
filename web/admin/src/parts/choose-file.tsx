import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { buttonLook } from 'shared/parts/button';

/** The button of a file trigger: it must be one of React Aria's, which knows what it triggers. */
export function ChooseFile({ children }: { children: ReactNode }) {
  return <Button className={buttonLook()}>{children}</Button>;
}
