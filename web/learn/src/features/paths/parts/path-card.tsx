import { Icon } from 'shared/parts/icon';
import { Link } from 'wouter';
import { useText } from '../../../text';
import catalogue from '../../catalogue/parts/catalogue.module.css';
import { Cover } from '../../course/parts/cover';
import type { PathSummary } from '../queries';
import { PathFacts } from './path-facts';
import style from './paths.module.css';

export function PathCard({ path, isTaken }: { path: PathSummary; isTaken: boolean }) {
  const text = useText();
  return (
    <li className={`${catalogue.card} ${style.card}`}>
      <Cover courseId={path.path_id} title={path.title} className={style.cover} />
      <div className={catalogue.words}>
        <h2>
          <Link href={`/paths/${path.path_id}`} className={catalogue.title}>
            {path.title}
          </Link>
        </h2>
        <p className={catalogue.summary}>{path.summary}</p>
        <PathFacts path={path} />
        {isTaken && (
          <p className={style.taken}>
            <Icon name="check" size={16} />
            {text('paths.taken')}
          </p>
        )}
      </div>
    </li>
  );
}
