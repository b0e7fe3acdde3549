import type { ReactNode } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { ProblemNote } from 'shared/parts/problem-note';
import { showToast } from 'shared/parts/toasts';
import { useLocation } from 'wouter';
import { useText } from '../../../text';
import { useEnrol, useWithdraw } from '../admission';
import { lessonsOf } from '../outline';
import type { CourseDetail } from '../queries';
import { seatsOf, wayIn } from '../way-in';
import { Ask } from './ask';
import style from './course.module.css';
import { Decline } from './decline';
import { focusPage, Notice, Said } from './notice';
import notice from './notice.module.css';

interface AdmissionProps {
  course: CourseDetail;
  /** Something must be completed first: who is to decide may be asked all the same. */
  keptBack: boolean;
}

/** The way into a course for somebody who does not take it. */
export function Admission({ course, keptBack }: AdmissionProps) {
  const text = useText();
  switch (wayIn(course)) {
    case 'enrol':
      return keptBack ? null : <Enrol course={course} />;
    case 'accept':
      return <Invited course={course} keptBack={keptBack} />;
    case 'be-invited':
      return (
        <Notice tone="plain" icon="lock" title={text('invitation.only')}>
          <p>{text('invitation.only-text')}</p>
        </Notice>
      );
    case 'wait':
      return <Waiting course={course} />;
    case 'ask-again':
      return <Declined course={course} />;
    case 'ask':
      return (
        <Notice tone="plain" icon="lock" title={text('request.needed')}>
          <p>{text('request.needed-text')}</p>
          <Seats course={course} />
          <Ask course={course} action={text('request.ask')} />
        </Notice>
      );
  }
}

/** How many more can take the course, where there is a limit. */
function Seats({ course }: { course: CourseDetail }) {
  const text = useText();
  const formats = useFormats();
  const seats = course.enrolment?.seats;
  if (seats == null) return null;
  const state = seatsOf(course);
  return (
    <p className={style.facts} role="status">
      {state === 'counting' && text('seats.counting')}
      {state === 'full' && text('seats.full')}
      {state === 'free' &&
        text('seats.left', {
          count: seats,
          left: formats.number(course.seat_use?.left ?? 0),
          all: formats.number(seats),
        })}
    </p>
  );
}

function Enrol({ course, beside }: { course: CourseDetail; beside?: ReactNode }) {
  const text = useText();
  const [, navigate] = useLocation();
  const enrol = useEnrol(course.course_id, detail => {
    // Who comes back goes on.
    const lessons = lessonsOf(course);
    const next = lessons.find(lesson => !detail.completed_lessons.includes(lesson.id)) ?? lessons[0];
    if (next) navigate(`/courses/${course.course_id}/lessons/${next.id}`);
  });
  if (seatsOf(course) === 'full') {
    return (
      <Notice tone="plain" icon="lock" title={text('seats.full')}>
        <p>{text('seats.full-text')}</p>
      </Notice>
    );
  }
  return (
    <>
      <div className={notice.ways}>
        <Button look="main" onClick={() => enrol.mutate()} busy={enrol.isPending || seatsOf(course) === 'counting'}>
          {text('course.enrol')}
        </Button>
        {beside}
      </div>
      <Seats course={course} />
      {enrol.error && <ProblemNote error={enrol.error} />}
    </>
  );
}

function Invited({ course, keptBack }: AdmissionProps) {
  const text = useText();
  const formats = useFormats();
  const { invitation } = course;
  const isFull = seatsOf(course) === 'full';
  const decline = <Decline courseId={course.course_id} title={course.title} onDeclined={focusPage} />;
  return (
    <Notice tone="brand" icon="mail" title={text('invitation.title')}>
      {invitation && <p>{text('invitation.on', { date: formats.date(invitation.invited_at) })}</p>}
      {isFull && <p>{text('invitation.full')}</p>}
      {isFull || keptBack ? <div>{decline}</div> : <Enrol course={course} beside={decline} />}
    </Notice>
  );
}

function Waiting({ course }: { course: CourseDetail }) {
  const text = useText();
  const formats = useFormats();
  const { request } = course;
  const withdraw = useWithdraw(course.course_id, () => {
    showToast(text('request.withdrawn'));
    focusPage();
  });
  return (
    <Notice tone="brand" icon="clock" title={text('request.pending')}>
      {request && <p>{text('request.pending-since', { date: formats.dateTime(request.requested_at) })}</p>}
      {request?.note && <Said title={text('request.own-note')}>{request.note}</Said>}
      <div className={notice.ways}>
        <Button busy={withdraw.isPending} onClick={() => withdraw.mutate()}>
          {text('request.withdraw')}
        </Button>
      </div>
      {withdraw.error && <ProblemNote error={withdraw.error} />}
    </Notice>
  );
}

function Declined({ course }: { course: CourseDetail }) {
  const text = useText();
  const formats = useFormats();
  const { request } = course;
  const { decided_at: at, decided_by_name: name } = request ?? {};
  const date = at ? formats.date(at) : '';
  return (
    <Notice tone="warn" icon="alert" title={text('request.declined')}>
      {at && <p>{name ? text('request.declined-by', { name, date }) : text('request.declined-on', { date })}</p>}
      {request?.reason && <Said title={text('request.reason')}>{request.reason}</Said>}
      <Ask course={course} action={text('request.again')} />
    </Notice>
  );
}
