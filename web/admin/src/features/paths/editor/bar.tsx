import { useState } from 'react';
import { Button, buttonLook } from 'shared/parts/button';
import { showToast } from 'shared/parts/toasts';
import { FormDialog } from '../../../parts/form-dialog';
import { PanelIcon } from '../../../parts/panel-icon';
import { type TextId, useText } from '../../../text';
import bar from '../../courses/editor/editor.module.css';
import type { PathDetail } from '../queries';
import { isAllOptional, type KnownCourse, type KnownCourses, type PathDraft, stopsOf } from './model/draft';
import type { PathForm } from './use-path-form';

interface BarProps {
  form: PathForm;
  path: PathDetail;
  known: KnownCourses;
  isSound: boolean;
  onSave: () => void;
}

/** How the work stands, and what can be done with it as a whole. */
export function Bar({ form, path, known, isSound, onSave }: BarProps) {
  const text = useText();
  const [publishing, setPublishing] = useState(false);
  const status = form.busy ? 'course.saving' : form.dirty ? 'path.unsaved' : 'course.saved';
  return (
    <div className={bar.bar}>
      <p className={bar.status} role="status" data-dirty={form.dirty || undefined}>
        {text(status)}
      </p>
      {form.dirty && (
        <Button look="quiet" onClick={form.discard}>
          {text('discard')}
        </Button>
      )}
      <a className={buttonLook()} href={`/paths/${path.path_id}`} target="_blank" rel="noreferrer">
        {text('course.preview')}
        <PanelIcon name="external" size={16} />
        <span className="visually-hidden">{text('course.new-tab')}</span>
      </a>
      <Button
        look={form.dirty ? 'main' : 'plain'}
        busy={form.busy}
        aria-disabled={!form.dirty || !isSound || undefined}
        onClick={onSave}
      >
        {text('course.save')}
      </Button>
      {path.state !== 'published' && (
        <Button look={form.dirty ? 'plain' : 'main'} onClick={() => setPublishing(true)}>
          {text('path.publish')}
        </Button>
      )}
      <Publish form={form} known={known} isSound={isSound} open={publishing} onClose={() => setPublishing(false)} />
    </div>
  );
}

/** What a path still needs so that it can be published. */
function missing(draft: PathDraft, courses: readonly (KnownCourse | undefined)[]): TextId | undefined {
  if (courses.length === 0) return 'path.publish-no-courses';
  if (courses.includes(undefined)) return 'path.publish-gone';
  return isAllOptional(draft.milestones) ? 'path.all-optional' : undefined;
}

interface PublishProps extends Pick<BarProps, 'form' | 'known' | 'isSound'> {
  open: boolean;
  onClose: () => void;
}

/** Says what publishing means and what is missing for it; learners see the path from then on. */
function Publish({ form, known, isSound, open, onClose }: PublishProps) {
  const text = useText();
  const { draft } = form;
  const courses = stopsOf(draft.milestones).map(stop => known.get(stop.id));
  const needs = missing(draft, courses);
  const hidden = courses.filter(course => course?.state === 'draft').length;
  const groups = draft.groups.length;
  return (
    <FormDialog
      title={text('path.publish-title', { title: draft.title })}
      open={open}
      onClose={onClose}
      action={text('path.publish-go')}
      ready={needs === undefined && isSound}
      onSubmit={async () => {
        if (await form.bring('published')) showToast(text('path.published'));
      }}
    >
      <ul className={bar.rules}>
        <li>{groups === 0 ? text('course.publish-all') : text('course.publish-groups', { count: groups })}</li>
        {hidden > 0 && <li>{text('path.publish-hidden', { count: hidden, shown: String(hidden) })}</li>}
        {form.dirty && <li>{text('course.publish-saves')}</li>}
      </ul>
      {needs && <p className={bar.fault}>{text(needs)}</p>}
    </FormDialog>
  );
}
