import { ProblemNote } from 'shared/parts/problem-note';
import { showToast } from 'shared/parts/toasts';
import { useMay } from '../../../access';
import { Card } from '../../../parts/card';
import { LeaveGuard } from '../../../parts/leave-guard';
import { PageHead } from '../../../parts/page-head';
import type { Versioned } from '../../../parts/use-versioned-form';
import { useText } from '../../../text';
import { useEditorKeys } from '../../courses/editor/use-editor-keys';
import { CourseStateBadge } from '../../courses/parts/state-badge';
import type { PathDetail } from '../queries';
import { Bar } from './bar';
import style from './editor.module.css';
import { Fields } from './fields';
import { isAllOptional } from './model/draft';
import { PathConflict } from './path-conflict';
import { RoutePane } from './route-pane';
import { Standing } from './standing';
import { useKnownCourses } from './use-known-courses';
import { usePathForm } from './use-path-form';

export function Editor({ loaded }: { loaded: Versioned<PathDetail> }) {
  const text = useText();
  const may = useMay();
  const form = usePathForm(loaded);
  const { known, know } = useKnownCourses(loaded.value);
  const { draft, set, clash } = form;
  const { state } = loaded.value;
  const readOnly = !may('manage_courses');
  const isSound = draft.title.trim() !== '' && !isAllOptional(draft.milestones);

  async function save() {
    if (isSound && (await form.save())) showToast(text('saved'));
  }

  useEditorKeys({
    save: () => void save(),
    undo: () => undefined,
    redo: () => undefined,
    enabled: !clash && !readOnly,
  });

  return (
    <>
      <PageHead
        title={draft.title.trim() || text('path.untitled')}
        beside={<CourseStateBadge state={state} />}
        above={{ to: '/paths', label: text('paths.title') }}
      />
      {!readOnly && <Bar form={form} path={loaded.value} known={known} isSound={isSound} onSave={() => void save()} />}
      {form.error !== undefined && (
        <div className={style.note}>
          <ProblemNote error={form.error} />
        </div>
      )}
      <div className={style.panes}>
        <RoutePane
          milestones={draft.milestones}
          known={known}
          readOnly={readOnly}
          onKnow={know}
          onChange={milestones => set('milestones', milestones)}
        />
        <Card title={text('path.details')}>
          <Fields form={form} readOnly={readOnly} />
          {!readOnly && <Standing form={form} state={state} />}
        </Card>
      </div>
      <PathConflict form={form} known={known} />
      <LeaveGuard when={form.dirty} title={text('path.leave-title')} action={text('path.leave-go')}>
        {text('path.leave-text')}
      </LeaveGuard>
    </>
  );
}
