import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Icon } from 'shared/parts/icon';
import { ProblemNote } from 'shared/parts/problem-note';
import { Skeleton } from 'shared/parts/skeleton';
import { useMay } from '../../../access';
import { Card } from '../../../parts/card';
import layout from '../../../parts/layout.module.css';
import { useText } from '../../../text';
import { teamWaitingQuery, type Waiting, waitingQuery } from '../../enrolment/queries';
import { standingOf } from '../../people/parts/words';
import { deadLettersQuery } from '../../platform/queries';
import { activePeopleQuery, allProvidersQuery, draftsQuery, recentImportsQuery, recentSupportQuery } from '../queries';
import style from './attention.module.css';

interface Matter {
  id: string;
  words: ReactNode;
  to: string;
  tone: 'warn' | 'plain';
}

/** A certificate is exchanged in time when one hears of it a month before. */
const SOON = 30 * 86_400_000;
/** More of a kind than fit are found behind its link. */
const SHOWN = 3;

function useMatters() {
  const text = useText();
  const formats = useFormats();
  const may = useMay();
  const people = useQuery({ ...activePeopleQuery, enabled: may('view_people') });
  const drafts = useQuery({ ...draftsQuery, enabled: may('view_courses') });
  const imports = useQuery({ ...recentImportsQuery, enabled: may('view_courses') });
  const support = useQuery({ ...recentSupportQuery, enabled: may('view_workspace') });
  const providers = useQuery({ ...allProvidersQuery, enabled: may('view_workspace') });
  const letters = useQuery({ ...deadLettersQuery, enabled: may('operate_platform') });
  const requests = useQuery({ ...waitingQuery, enabled: may('view_people') });
  const teamRequests = useQuery({ ...teamWaitingQuery, enabled: may('view_team') });
  const matters: Matter[] = [];
  const noteRequests = (waiting: Waiting | undefined, id: 'requests' | 'team-requests', to: string) => {
    if (!waiting || waiting.count === 0) return;
    const shown = `${formats.number(waiting.count)}${waiting.isMore ? '+' : ''}`;
    matters.push({ id, tone: 'plain', to, words: text(`matter.${id}`, { count: waiting.count, shown }) });
  };
  for (const queue of letters.data?.items ?? []) {
    matters.push({
      id: queue.queue,
      tone: 'warn',
      to: '/platform/dead-letters',
      words: text('matter.letters', { queue: queue.queue, count: queue.messages.length }),
    });
  }
  for (const grant of support.data?.items.filter(each => each.running) ?? []) {
    matters.push({
      id: grant.support_grant_id,
      tone: 'warn',
      to: '/support',
      words: text('matter.support', { name: grant.name, until: formats.dateTime(grant.until) }),
    });
  }
  for (const provider of providers.data?.items ?? []) {
    if (provider.protocol.kind !== 'saml' || Date.parse(provider.protocol.certificate_expires_at) - Date.now() > SOON)
      continue;
    const date = formats.date(provider.protocol.certificate_expires_at);
    const id = provider.identity_provider_id;
    matters.push({
      id,
      tone: 'warn',
      to: `/sign-in/${id}`,
      words: text('matter.certificate', { name: provider.name, date }),
    });
  }
  noteRequests(requests.data, 'requests', '/requests');
  noteRequests(teamRequests.data, 'team-requests', '/team/requests');
  for (const each of imports.data?.items
    .filter(one => one.state === 'running' || one.state === 'failed')
    .slice(0, SHOWN) ?? []) {
    const failed = each.state === 'failed';
    matters.push({
      id: each.import_id,
      tone: failed ? 'warn' : 'plain',
      to: '/imports',
      words: text(failed ? 'matter.import-failed' : 'matter.import', { name: each.file_name }),
    });
  }
  const expired = people.data?.items.filter(person => standingOf(person) === 'expired') ?? [];
  for (const person of expired.slice(0, SHOWN)) {
    matters.push({
      id: person.member_id,
      tone: 'warn',
      to: `/people/${person.member_id}`,
      words: text('matter.expired', { name: person.name }),
    });
  }
  for (const course of drafts.data?.items.slice(0, SHOWN) ?? []) {
    matters.push({
      id: course.course_id,
      tone: 'plain',
      to: `/courses/${course.course_id}`,
      words: text('matter.draft', { title: course.title }),
    });
  }
  const queries = [people, drafts, imports, support, providers, letters, requests, teamRequests];
  return { matters, waiting: queries.some(query => query.isLoading), error: queries.find(query => query.error)?.error };
}

export function Attention() {
  const text = useText();
  const { matters, waiting, error } = useMatters();
  return (
    <Card title={text('attention')}>
      {error ? <ProblemNote error={error} /> : null}
      {waiting && <Skeleton height="6rem" />}
      {!waiting && matters.length === 0 && <p className={layout.soft}>{text('attention.none')}</p>}
      {!waiting && matters.length > 0 && (
        <ul className={style.matters}>
          {matters.map(matter => (
            <li key={matter.id}>
              <Link to={matter.to} className={style.matter} data-tone={matter.tone}>
                <Icon name={matter.tone === 'warn' ? 'alert' : 'clock'} size={18} />
                <span>{matter.words}</span>
                <Icon name="next" size={16} />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
