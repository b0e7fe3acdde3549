import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Confirm } from 'shared/parts/confirm';
import { State } from 'shared/parts/state';
import { showToast } from 'shared/parts/toasts';
import { useMay } from '../../../access';
import { type Column, DataTable } from '../../../parts/data-table';
import { SelectField } from '../../../parts/fields';
import layout from '../../../parts/layout.module.css';
import { PageHead } from '../../../parts/page-head';
import { SearchField } from '../../../parts/search-field';
import { TwoLines } from '../../../parts/two-lines';
import { usePages } from '../../../parts/use-pages';
import { oneOf } from '../../../search';
import { useText } from '../../../text';
import { CourseStateBadge } from '../../courses/parts/state-badge';
import {
  askPlatformCourses,
  canBeOffered,
  type PlatformCourse,
  type PlatformCourseFilter,
  withdrawCourse,
} from '../catalogue';
import { OfferBadge } from '../parts/offer-badge';
import { OfferDialog } from '../parts/offer-dialog';

const route = getRouteApi('/platform/courses');
const STATES = ['draft', 'published', 'archived'] as const;
/** Copying a course takes some seconds. */
const SOON = 2_000;

/** The operators' own courses, and what of them every workspace can subscribe to. */
export default function PlatformCourses() {
  const text = useText();
  const navigate = useNavigate({ from: '/platform/courses' });
  const [deed, setDeed] = useState<Deed>();
  const search = route.useSearch();
  const state = oneOf(search.state, STATES);
  const filter: PlatformCourseFilter = { ...(search.q && { q: search.q }), ...(state && { state }) };
  const pages = usePages(['platform-courses', filter], askPlatformCourses(filter), {
    refetchInterval: rows => (rows?.some(({ offer }) => offer?.state === 'pending') ? SOON : false),
  });
  const change = (name: keyof PlatformCourseFilter, value: string) =>
    void navigate({ search: ({ [name]: _, ...rest }) => (value ? { ...rest, [name]: value } : rest), replace: true });
  return (
    <>
      <PageHead title={text('offers')} lead={text('offers.lead')} />
      <search className={layout.filters} aria-label={text('courses.filters')}>
        <SearchField
          label={text('courses.search')}
          placeholder={text('courses.search-hint')}
          value={filter.q ?? ''}
          onChange={value => change('q', value)}
        />
        <SelectField
          label={text('courses.state')}
          value={state ?? ''}
          options={[
            { value: '', label: text('courses.any') },
            ...STATES.map(each => ({ value: each, label: text(`courses.${each}`) })),
          ]}
          onChange={event => change('state', event.target.value)}
        />
      </search>
      <DataTable
        label={text('offers')}
        columns={useColumns()}
        actions={{
          width: 'middle',
          of: course => <Actions course={course} onChoose={kind => setDeed({ course, kind })} />,
        }}
        pages={pages}
        keyOf={course => course.course_id}
        empty={
          Object.keys(filter).length > 0 ? (
            <State
              icon="search"
              title={text('courses.none')}
              action={
                <Button onClick={() => void navigate({ search: {}, replace: true })}>{text('courses.clear')}</Button>
              }
            >
              {text('courses.none-text')}
            </State>
          ) : (
            <State icon="learning" title={text('courses.empty')}>
              {text('offers.empty-text')}
            </State>
          )
        }
      />
      {deed && <Dialogs deed={deed} onClose={() => setDeed(undefined)} />}
    </>
  );
}

function useColumns(): Column<PlatformCourse>[] {
  const text = useText();
  const formats = useFormats();
  const may = useMay();
  const numbered = (version: number) => text('version.number', { version: formats.number(version) });
  return [
    {
      id: 'title',
      order: 'ascending',
      header: text('courses.course'),
      cell: ({ course_id, title, summary }) => (
        <TwoLines below={summary}>
          {may('view_courses') ? (
            <Link to="/courses/$courseId" params={{ courseId: course_id }} className={layout.strong}>
              {title}
            </Link>
          ) : (
            <strong>{title}</strong>
          )}
        </TwoLines>
      ),
    },
    {
      id: 'state',
      header: text('courses.state'),
      wide: true,
      width: 'narrow',
      cell: ({ state, version }) => (
        <TwoLines below={version !== undefined && numbered(version)}>
          <CourseStateBadge state={state} />
        </TwoLines>
      ),
    },
    {
      id: 'offer',
      header: text('offer'),
      width: 'middle',
      cell: course => {
        const { offer } = course;
        if (!offer) return <span className={layout.soft}>{text('offer.none')}</span>;
        const isNewer = offer.state !== 'withdrawn' && canBeOffered(course);
        return (
          <TwoLines
            below={
              isNewer ? text('offer.newer', { version: formats.number(course.version ?? 0) }) : offer.validation.by
            }
          >
            <OfferBadge state={offer.state} />{' '}
            {numbered(offer.state === 'pending' ? offer.version : (offer.offered_version ?? offer.version))}
          </TwoLines>
        );
      },
    },
  ];
}

interface Deed {
  course: PlatformCourse;
  kind: 'offer' | 'withdraw';
}

function Actions({ course, onChoose }: { course: PlatformCourse; onChoose: (kind: Deed['kind']) => void }) {
  const text = useText();
  const { title, offer } = course;
  return (
    <div className={layout.ends}>
      {canBeOffered(course) && (
        <Button aria-label={text('offer.what', { title })} onClick={() => onChoose('offer')}>
          {text(offer?.state === 'withdrawn' ? 'offer.again' : 'offer.do')}
        </Button>
      )}
      {offer && offer.state !== 'withdrawn' && (
        <Button look="quiet" aria-label={text('offer.withdraw-what', { title })} onClick={() => onChoose('withdraw')}>
          {text('offer.withdraw')}
        </Button>
      )}
    </div>
  );
}

function Dialogs({ deed: { course, kind }, onClose }: { deed: Deed; onClose: () => void }) {
  const text = useText();
  const client = useQueryClient();
  const { course_id, title } = course;
  const settle = () => client.invalidateQueries({ queryKey: ['platform-courses'] });
  if (kind === 'offer') return <OfferDialog course={course} onClose={onClose} onOffered={() => void settle()} />;
  return (
    <Confirm
      title={text('offer.withdraw-title', { title })}
      action={text('offer.withdraw-go')}
      open
      onClose={onClose}
      onConfirm={async () => {
        await withdrawCourse(course_id);
        showToast(text('offer.withdraw-done', { title }));
        await settle();
      }}
    >
      <p>{text('offer.withdraw-means')}</p>
    </Confirm>
  );
}
