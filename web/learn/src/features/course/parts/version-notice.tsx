import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { ProblemNote } from 'shared/parts/problem-note';
import { showToast } from 'shared/parts/toasts';
import { useText } from '../../../text';
import type { EnrolmentDetail } from '../../learning/queries';
import { dismissOffer, useDismissed } from '../dismissed';
import type { CourseDetail } from '../queries';
import { useTakeVersion } from '../take-version';
import { focusPage, Notice, Said } from './notice';
import style from './notice.module.css';

interface NoticeProps {
  course: CourseDetail;
  enrolment: EnrolmentDetail;
}

/** What is new about a course that one takes: it was corrected, or there is a newer version. */
export function VersionNotice({ course, enrolment }: NoticeProps) {
  const isDismissed = useDismissed(course.course_id, enrolment.newer_version);
  if (enrolment.recalled_from != null) return <Recall course={course} enrolment={enrolment} />;
  if (enrolment.newer_version == null || isDismissed) return null;
  return <Offer course={course} enrolment={enrolment} newer={enrolment.newer_version} />;
}

function Offer({ course, enrolment, newer }: NoticeProps & { newer: number }) {
  const text = useText();
  const formats = useFormats();
  const [version, current] = [formats.number(newer), formats.number(enrolment.version)];
  const take = useTakeVersion(course.course_id, () => {
    showToast(text('version.switched', { version }));
    focusPage();
  });
  return (
    <Notice tone="brand" icon="star" title={text('version.offer', { version })}>
      <p>{text('version.offer-text', { current })}</p>
      <News course={course} />
      <div className={style.ways}>
        <Button look="main" busy={take.isPending} onClick={() => take.mutate(newer)}>
          {text('version.switch', { version })}
        </Button>
        <Button
          onClick={() => {
            dismissOffer(course.course_id, newer);
            focusPage();
          }}
        >
          {text('version.keep', { version: current })}
        </Button>
      </div>
      {take.error && <ProblemNote error={take.error} />}
    </Notice>
  );
}

function Recall({ course, enrolment }: NoticeProps) {
  const text = useText();
  const formats = useFormats();
  const confirm = useTakeVersion(course.course_id, focusPage);
  const { version, recalled_from } = enrolment;
  return (
    <Notice tone="warn" icon="alert" title={text('version.recalled')}>
      <p>
        {text('version.recalled-text', {
          from: formats.number(recalled_from ?? 0),
          version: formats.number(version),
        })}
      </p>
      {/* The note is that of the newest version. */}
      {course.version === version && <News course={course} />}
      <div className={style.ways}>
        <Button look="main" busy={confirm.isPending} onClick={() => confirm.mutate(version)}>
          {text('version.recalled-ok')}
        </Button>
      </div>
      {confirm.error && <ProblemNote error={confirm.error} />}
    </Notice>
  );
}

/** What the author says of the newest version. */
function News({ course }: { course: CourseDetail }) {
  const text = useText();
  if (!course.version_note) return null;
  return (
    <Said title={text('version.news')} lang={course.language} dir={course.text_direction}>
      {course.version_note}
    </Said>
  );
}
