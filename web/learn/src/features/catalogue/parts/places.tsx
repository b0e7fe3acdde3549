import { Link, useLocation } from 'wouter';
import { useText } from '../../../text';
import style from './places.module.css';

const PLACES = [
  { path: '/catalogue', words: 'catalogue.courses' },
  { path: '/paths', words: 'catalogue.paths' },
] as const;

/** What the catalogue offers: single courses, and paths of several. */
export function Places() {
  const text = useText();
  const [path] = useLocation();
  return (
    <nav className={style.places} aria-label={text('catalogue.places')}>
      {PLACES.map(place => (
        <Link key={place.path} href={place.path} aria-current={path === place.path ? 'page' : undefined}>
          {text(place.words)}
        </Link>
      ))}
    </nav>
  );
}
