import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import { Button, buttonLook } from 'shared/parts/button';
import { Icon } from 'shared/parts/icon';
import { ProblemNote } from 'shared/parts/problem-note';
import { Link } from 'wouter';
import { useText } from '../../../text';
import { type PathDetail, pathQuery } from '../queries';
import { hasMore, nextCourse } from '../route';
import style from './path.module.css';

/** The one thing to do next with a path: start it, or go on with its next course. */
export function Begin({ path }: { path: PathDetail }) {
  const text = useText();
  if (path.courses === 0) return <p className={style.soft}>{text('path.empty')}</p>;
  if (path.is_taken) return <Continue path={path} />;
  if (path.state === 'archived') return <p className={style.soft}>{text('path.archived')}</p>;
  if (path.is_taken !== false || path.state !== 'published') return null;
  return hasMore(path) ? <Start path={path} /> : <NothingOpen path={path} />;
}

/** What is left of a path that is completed is up to the member. */
function lookOf(path: PathDetail): 'main' | 'plain' {
  return path.completed_at ? 'plain' : 'main';
}

function NothingOpen({ path }: { path: PathDetail }) {
  const text = useText();
  return path.completed_at ? null : <p className={style.soft}>{text('path.nothing-open')}</p>;
}

function Start({ path }: { path: PathDetail }) {
  const text = useText();
  const client = useQueryClient();
  const start = useMutation({
    mutationFn: () => answered(api.PUT('/v1/me/paths/{path_id}', { params: { path: { path_id: path.path_id } } })),
    onSuccess: () => {
      justStarted = path.path_id;
      const { queryKey } = pathQuery(path.path_id);
      client.setQueryData(queryKey, detail => detail && { ...detail, is_taken: true });
      void client.invalidateQueries({ queryKey });
      void client.invalidateQueries({ queryKey: ['taken-paths'] });
    },
  });
  return (
    <div className={style.begin}>
      <Button look={lookOf(path)} onClick={() => start.mutate()} busy={start.isPending}>
        {text('path.start')}
      </Button>
      {start.error && <ProblemNote error={start.error} />}
    </div>
  );
}

/** The button that started it is gone: the focus goes on to what stands in its place. */
let justStarted: string | undefined;

function Continue({ path }: { path: PathDetail }) {
  const text = useText();
  const around = useRef<HTMLDivElement>(null);
  const next = nextCourse(path);
  useEffect(() => {
    if (justStarted !== path.path_id) return;
    justStarted = undefined;
    around.current?.querySelector('a')?.focus();
  }, [path.path_id]);
  if (!next?.course) return <NothingOpen path={path} />;
  return (
    <div ref={around} className={style.begin}>
      <Link href={`/courses/${next.course_id}`} className={buttonLook(lookOf(path))} aria-describedby="next-course">
        {text('course.continue')}
        <Icon name="next" size={18} />
      </Link>
      <p id="next-course" className={style.soft}>
        {text('path.next', { title: next.course.title })}
      </p>
    </div>
  );
}
