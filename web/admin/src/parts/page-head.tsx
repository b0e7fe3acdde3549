import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { PageTitle } from 'shared/app/page-title';
import { Icon } from 'shared/parts/icon';
import style from './page-head.module.css';

interface PageHeadProps {
  title: string;
  lead?: ReactNode;
  /** What stands beside the title, such as a state. */
  beside?: ReactNode;
  /** The list to which this belongs. */
  above?: { to: string; label: string };
  actions?: ReactNode;
}

export function PageHead({ title, lead, beside, above, actions }: PageHeadProps) {
  return (
    <header className={style.head}>
      <div className={style.words}>
        {above && (
          <Link to={above.to} className={style.above}>
            <Icon name="back" size={14} />
            {above.label}
          </Link>
        )}
        <div className={style.title}>
          <PageTitle>{title}</PageTitle>
          {beside}
        </div>
        {lead && <p className={style.lead}>{lead}</p>}
      </div>
      {actions && <div className={style.actions}>{actions}</div>}
    </header>
  );
}
