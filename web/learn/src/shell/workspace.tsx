import { Mark } from 'shared/sign-in/mark';
import { Link } from 'wouter';
import { useText } from '../text';
import style from './shell.module.css';

export function Workspace({ name }: { name: string | undefined }) {
  const text = useText();
  return (
    <Link href="/" className={style.workspace} aria-label={name ? `${name}, ${text('nav.home')}` : text('nav.home')}>
      <Mark />
      <span>{name ?? ''}</span>
    </Link>
  );
}
