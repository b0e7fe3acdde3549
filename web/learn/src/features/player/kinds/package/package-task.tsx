import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Icon } from 'shared/parts/icon';
import { Note, ProblemNote } from 'shared/parts/problem-note';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { Failure } from 'shared/parts/state';
import { showToast } from 'shared/parts/toasts';
import { useOnline } from 'shared/session/use-session';
import { useText } from '../../../../text';
import { usePreview } from '../../../course/preview';
import type { TaskProps } from '../kind';
import kinds from '../kinds.module.css';
import { Attempts } from './attempts';
import style from './package.module.css';
import { PackageWindow } from './package-window';
import { type Launch, launchPackage, type Standing, standingQuery } from './queries';
import { usePackageText } from './text';

/** A package: how far one is, and the way into it. */
export default function PackageTask(props: TaskProps<'package'>) {
  const text = usePackageText();
  const portalText = useText();
  const online = useOnline();
  const isPreview = usePreview() !== undefined;
  const { courseId, lesson, enrolled, isOffered } = props;
  const standing = useQuery({ ...standingQuery(courseId, lesson.id), enabled: enrolled && online });

  function body() {
    if (isPreview) return <p className={kinds.hint}>{text('package.preview')}</p>;
    if (!enrolled) {
      return <p className={kinds.hint}>{isOffered ? text('package.enrol') : portalText('course.archived-closed')}</p>;
    }
    if (!online) return <Note kind="info">{text('package.offline')}</Note>;
    if (standing.data) return <Ways {...props} standing={standing.data} />;
    if (standing.error) {
      return <Failure error={standing.error} onRetry={() => standing.refetch()} busy={standing.isFetching} />;
    }
    return (
      <Loading>
        <Skeleton height="4rem" />
      </Loading>
    );
  }

  return (
    <section className={kinds.link} aria-label={text('package.title')}>
      <span className={kinds.sign}>
        <Icon name="package" />
      </span>
      {body()}
    </section>
  );
}

interface WaysProps extends TaskProps<'package'> {
  standing: Standing;
}

function Ways({ courseId, lesson, standing }: WaysProps) {
  const text = usePackageText();
  const formats = useFormats();
  const client = useQueryClient();
  const [launch, setLaunch] = useState<Launch>();
  const [error, setError] = useState<unknown>();
  const [isOpening, setIsOpening] = useState(false);
  const { attempts, can_begin, resumes, score_percent, passed } = standing;
  const isResumed = typeof resumes === 'number';

  async function open(review: boolean): Promise<void> {
    setError(undefined);
    setIsOpening(true);
    try {
      setLaunch(await launchPackage(courseId, lesson.id, review));
    } catch (failed) {
      setError(failed);
    } finally {
      setIsOpening(false);
    }
  }

  const close = useCallback(
    (saved: boolean) => {
      setLaunch(undefined);
      if (!saved) showToast(text('package.left-unsaved'), 'bad');
      // What it has reported may have completed the lesson, and opened others.
      for (const key of ['package', 'enrolment', 'enrolments', 'course', 'lesson']) {
        void client.invalidateQueries({ queryKey: [key] });
      }
    },
    [client, text],
  );

  function begin() {
    if (isResumed) return text('package.resume');
    return attempts.length === 0 ? text('package.start') : text('package.again');
  }

  return (
    <>
      {typeof score_percent === 'number' && (
        <p className={style.result}>
          {passed === true && <Icon name="check" size={18} />}
          {text('package.score', { score: formats.percent(score_percent) })}
          {typeof passed === 'boolean' && ` · ${text(`package.state.${passed ? 'passed' : 'failed'}`)}`}
        </p>
      )}
      <div className={style.ways}>
        {(isResumed || can_begin) && (
          <Button look="main" busy={isOpening} onClick={() => void open(false)}>
            {begin()}
          </Button>
        )}
        {attempts.length > 0 && !isResumed && (
          <Button busy={isOpening && !can_begin} onClick={() => void open(true)}>
            {text('package.review')}
          </Button>
        )}
      </div>
      {!isResumed && !can_begin && <p className={kinds.hint}>{text('package.no-attempts')}</p>}
      {error !== undefined && <ProblemNote error={error} />}
      {attempts.length > 0 && <Attempts attempts={attempts} />}
      <p className={kinds.hint}>{text('package.hint')}</p>
      {launch && <PackageWindow launch={launch} title={lesson.title} onClose={close} />}
    </>
  );
}
