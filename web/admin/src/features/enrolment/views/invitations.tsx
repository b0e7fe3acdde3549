import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Note, useProblemText } from 'shared/parts/problem-note';
import { Failure, State } from 'shared/parts/state';
import { showToast } from 'shared/parts/toasts';
import { useMay } from '../../../access';
import { Badge, type BadgeTone } from '../../../parts/badge';
import { type Column, DataTable } from '../../../parts/data-table';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { PanelIcon } from '../../../parts/panel-icon';
import { TwoLines } from '../../../parts/two-lines';
import { usePages } from '../../../parts/use-pages';
import { ViewWaiting } from '../../../shell/view-waiting';
import { useText } from '../../../text';
import { courseQuery } from '../../courses/queries';
import { InviteDialog } from '../parts/invite-dialog';
import { askInvitations, withdrawInvitation } from '../queries';

type InvitedMember = Schema<'InvitedMember'>;

const route = getRouteApi('/courses/$courseId/invitations');

/** Who is invited to a course, the latest first. */
export default function Invitations() {
  const { courseId } = route.useParams();
  const course = useQuery(courseQuery(courseId));
  if (course.data) return <CourseInvitations course={course.data.value} />;
  if (course.error) {
    return <Failure error={course.error} onRetry={() => course.refetch()} busy={course.isFetching} />;
  }
  return <ViewWaiting />;
}

/** Why nobody can be invited now, if so. */
function hindrance({ state, enrolment }: Schema<'CourseDetail'>, seesPeople: boolean) {
  if ((enrolment?.mode ?? 'open') === 'open') return 'open';
  if (state !== 'published') return 'not-published';
  return seesPeople ? undefined : 'no-people';
}

function CourseInvitations({ course }: { course: Schema<'CourseDetail'> }) {
  const text = useText();
  const may = useMay();
  const { course_id: courseId, title } = course;
  const [inviting, setInviting] = useState(false);
  const pages = usePages(['course', courseId, 'invitations'], askInvitations(courseId));
  const why = may('manage_courses') ? hindrance(course, may('view_people')) : undefined;
  const invite = may('manage_courses') && why === undefined && (
    <Button look="main" icon={<PanelIcon name="plus" size={16} />} onClick={() => setInviting(true)}>
      {text('invitations.invite')}
    </Button>
  );
  return (
    <>
      <PageHead
        title={text('invitations')}
        lead={<Seats course={course} />}
        above={{ to: `/courses/${courseId}`, label: title }}
        actions={invite}
      />
      <div className={layout.stack}>
        {why && <Note kind="info">{text(`invitations.${why}`)}</Note>}
        <div>
          <DataTable
            label={text('invitations')}
            columns={useColumns()}
            actions={
              may('manage_courses') && {
                width: 'middle',
                of: invited => <Withdraw courseId={courseId} invited={invited} />,
              }
            }
            pages={pages}
            keyOf={each => each.member_id}
            empty={
              <State icon="mail" title={text('invitations.empty')} action={invite}>
                {text('invitations.empty-text')}
              </State>
            }
          />
        </div>
      </div>
      {inviting && <InviteDialog courseId={courseId} onClose={() => setInviting(false)} />}
    </>
  );
}

/** How one enrols, and how many still can. */
function Seats({ course: { enrolment, seat_use: use } }: { course: Schema<'CourseDetail'> }) {
  const text = useText();
  const formats = useFormats();
  const mode = text(`course.enrolment.${enrolment?.mode ?? 'open'}`);
  if (!use || enrolment?.seats == null) return mode;
  const values = { taken: formats.number(use.taken), all: formats.number(enrolment.seats) };
  return `${mode} · ${text(use.is_counting ? 'invitations.counting' : 'invitations.seats', values)}`;
}

const TONES: Record<Schema<'CourseInvitationState'>, BadgeTone> = {
  pending: 'brand',
  accepted: 'good',
  declined: 'plain',
};

function useColumns(): Column<InvitedMember>[] {
  const text = useText();
  const formats = useFormats();
  const may = useMay();
  return [
    {
      id: 'name',
      header: text('name'),
      width: 'broad',
      cell: ({ member_id, name = text('invitations.gone') }) =>
        may('view_people') ? (
          <Link to="/people/$memberId" params={{ memberId: member_id }} className={layout.strong}>
            {name}
          </Link>
        ) : (
          <strong>{name}</strong>
        ),
    },
    {
      id: 'state',
      header: text('state'),
      width: 'middle',
      cell: ({ state, answered_at }) => (
        <TwoLines below={answered_at && formats.date(answered_at)}>
          <Badge tone={TONES[state]}>{text(`invitations.${state}`)}</Badge>
        </TwoLines>
      ),
    },
    {
      id: 'invited',
      header: text('invitations.invited-at'),
      wide: true,
      cell: ({ invited_at, invited_by_name: name }) => (
        <TwoLines below={name && text('invitations.by', { name })}>{formats.date(invited_at)}</TwoLines>
      ),
    },
  ];
}

/** Only what waits for an answer can be taken back. */
function Withdraw({ courseId, invited }: { courseId: string; invited: InvitedMember }) {
  const text = useText();
  const client = useQueryClient();
  const problemText = useProblemText();
  const { member_id, name = text('invitations.gone') } = invited;
  const [busy, setBusy] = useState(false);
  if (invited.state !== 'pending') return null;

  async function withdraw() {
    setBusy(true);
    try {
      await withdrawInvitation(courseId, member_id);
      showToast(text('invitations.withdrawn', { name }));
      document.getElementById('content')?.focus();
    } catch (error) {
      showToast(problemText(error), 'bad');
    } finally {
      setBusy(false);
      // It may have been answered meanwhile.
      void client.invalidateQueries({ queryKey: ['course', courseId, 'invitations'] });
    }
  }

  return (
    <Button
      look="quiet"
      busy={busy}
      aria-label={text('invitations.withdraw-what', { name })}
      onClick={() => void withdraw()}
    >
      {text('invitations.withdraw')}
    </Button>
  );
}
