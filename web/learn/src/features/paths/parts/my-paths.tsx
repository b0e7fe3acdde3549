import type { Schema } from 'shared/api/schemas';
import { useText } from '../../../text';
import style from './my-paths.module.css';
import { PathRow } from './path-row';

/** More would ask the API for too much at once. */
export const WITH_PROGRESS = 3;

interface MyPathsProps {
  paths: readonly Schema<'PathTaken'>[];
  /** Only as many as have their progress. */
  short?: boolean;
}

export function MyPaths({ paths, short = false }: MyPathsProps) {
  const text = useText();
  if (paths.length === 0) return null;
  return (
    <section className={style.paths} aria-labelledby="my-paths">
      <h2 id="my-paths">{text('paths.mine')}</h2>
      <ul className={style.rows}>
        {(short ? paths.slice(0, WITH_PROGRESS) : paths).map((path, index) => (
          <PathRow key={path.path_id} path={path} withProgress={index < WITH_PROGRESS} />
        ))}
      </ul>
    </section>
  );
}
