import { Icon, type IconName } from 'shared/parts/icon';
import { Link, useLocation } from 'wouter';
import { type TextId, useText } from '../text';
import style from './shell.module.css';

interface Place {
  path: string;
  words: TextId;
  icon: IconName;
  /** Another page of the same place. */
  also?: string;
}

const PLACES: readonly Place[] = [
  { path: '/', words: 'nav.home', icon: 'home' },
  { path: '/catalogue', words: 'nav.catalogue', icon: 'catalogue', also: '/paths' },
  { path: '/learning', words: 'nav.learning', icon: 'learning' },
  { path: '/boards', words: 'nav.boards', icon: 'boards' },
];

function isAt(place: Place, path: string): boolean {
  if (place.path === '/') return path === '/';
  return path.startsWith(place.path) || (place.also !== undefined && path.startsWith(place.also));
}

/** Along the top of wide pages, along the bottom of a phone's. */
export function Navigation() {
  const text = useText();
  const [path] = useLocation();
  return (
    <nav className={style.places} aria-label={text('nav')}>
      {PLACES.map(place => (
        <Link key={place.path} href={place.path} aria-current={isAt(place, path) ? 'page' : undefined}>
          <Icon name={place.icon} />
          <span>{text(place.words)}</span>
        </Link>
      ))}
    </nav>
  );
}
