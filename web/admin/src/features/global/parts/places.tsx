import { Link } from '@tanstack/react-router';
import { useText } from '../../../text';
import style from './places.module.css';

/** Courses one by one, or collections of them. */
export function Places() {
  const text = useText();
  return (
    <nav className={style.places} aria-label={text('global')}>
      <Link to="/global-courses">{text('global.courses')}</Link>
      <Link to="/global-collections">{text('global.collections')}</Link>
    </nav>
  );
}
