import type { ReactNode } from 'react';
import layout from './layout.module.css';

interface TwoLinesProps {
  /** In small, such as what tells something from others of the same name. */
  below: ReactNode;
  /** Below is an id and no words. */
  code?: boolean;
  children: ReactNode;
}

/** A cell of a table. */
export function TwoLines({ below, code = false, children }: TwoLinesProps) {
  return (
    <>
      {children}
      {below && <span className={`${layout.small} ${layout.cut} ${code ? layout.code : ''}`}>{below}</span>}
    </>
  );
}
