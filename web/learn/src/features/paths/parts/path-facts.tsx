import { useFormats } from 'shared/i18n/format';
import { Icon } from 'shared/parts/icon';
import { useText } from '../../../text';
import facts from '../../course/parts/facts.module.css';
import type { PathDetail, PathSummary } from '../queries';

/** How many courses a path has, how long they take and in what order, in one line. */
export function PathFacts({ path }: { path: PathSummary | PathDetail }) {
  const text = useText();
  const formats = useFormats();
  return (
    <ul className={facts.facts}>
      <li className={facts.fact}>
        <Icon name="path" size={16} />
        {text('courses', { count: path.courses, shown: formats.number(path.courses) })}
      </li>
      {'minutes' in path && <li className={facts.fact}>{formats.minutes(path.minutes)}</li>}
      <li className={facts.fact}>{text(`path.order.${path.order}`)}</li>
    </ul>
  );
}
