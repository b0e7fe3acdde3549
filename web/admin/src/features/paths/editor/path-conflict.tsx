import { useQuery } from '@tanstack/react-query';
import { useMay } from '../../../access';
import { Conflict } from '../../../parts/conflict';
import { type TextId, useText } from '../../../text';
import { allGroupsQuery } from '../../groups/queries';
import type { KnownCourses, PathDraft } from './model/draft';
import type { PathForm } from './use-path-form';

const LABELS: Record<keyof PathDraft, TextId> = {
  title: 'courses.name',
  summary: 'courses.summary',
  order: 'path.order',
  groups: 'courses.for',
  milestones: 'path.courses',
};

/** Somebody else has changed the same: both versions, as they read. */
export function PathConflict({ form, known }: { form: PathForm; known: KnownCourses }) {
  const text = useText();
  const may = useMay();
  const groups = useQuery({ ...allGroupsQuery, enabled: form.clash !== undefined && may('view_workspace') });

  function groupsOf(chosen: readonly string[]): string {
    if (chosen.length === 0) return text('courses.everybody');
    return chosen.map(id => groups.data?.find(group => group.group_id === id)?.name ?? id).join('\n');
  }

  function milestonesOf({ milestones }: PathDraft): string {
    const lines = milestones.flatMap(({ title, courses }) => [
      title,
      ...courses.map(({ id, optional }) => {
        const name = known.get(id)?.title ?? id;
        return `   ${optional ? text('path.conflict-optional', { title: name }) : name}`;
      }),
    ]);
    return lines.join('\n');
  }

  function shown(version: PathDraft, field: keyof PathDraft): string {
    if (field === 'order') return text(`path.order.${version.order}`);
    if (field === 'groups') return groupsOf(version.groups);
    return field === 'milestones' ? milestonesOf(version) : version[field];
  }

  return <Conflict form={form} labelOf={field => text(LABELS[field])} shown={shown} />;
}
