import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { showToast } from 'shared/parts/toasts';
import { useMay } from '../../../access';
import { CheckField, TextArea } from '../../../parts/fields';
import { FormDialog } from '../../../parts/form-dialog';
import { useText } from '../../../text';
import { platformCourseQuery } from '../../platform/catalogue';
import { Options } from './details/options';
import style from './editor.module.css';
import { Faults } from './faults';
import { lessonsOf } from './model/draft';
import type { EditorModel } from './use-editor';
import type { Selection } from './use-selection';

interface PublishProps {
  editor: EditorModel;
  selection: Selection;
  courseId: string;
  open: boolean;
  onClose: () => void;
  onPublished: () => void;
}

const LONGEST_NOTE = 500;

/**
 * Says what publishing means and what is missing for it. What has changed becomes the next version, and learners can be told what is new;
 * a course that is not offered now can also be offered again as it was.
 */
export function Publish({ editor, selection, courseId, open, onClose, onPublished }: PublishProps) {
  const text = useText();
  const formats = useFormats();
  const [note, setNote] = useState('');
  const [recall, setRecall] = useState(false);
  const [what, setWhat] = useState<'draft' | 'former'>('draft');
  const { draft, published, hasChanges, isGlobal } = editor;
  const hasLessons = lessonsOf(draft).length > 0;
  const isSound = editor.faults.size === 0;
  const canUpdate = published !== undefined && hasChanges;
  const canChoose = canUpdate && editor.state !== 'published';
  const isUpdate = canUpdate && (what === 'draft' || !canChoose);
  const version = formats.number(isUpdate || published === undefined ? (published ?? 0) + 1 : published);

  function close() {
    setNote('');
    setRecall(false);
    setWhat('draft');
    onClose();
  }

  async function publish() {
    const said = note.trim();
    const news = isUpdate
      ? { ...(said && { note: said }), ...(recall && { recall }) }
      : canChoose && { keep_draft: true };
    if (!(await editor.bring({ kind: 'publish', ...news }))) return false;
    if (isGlobal) showToast(text('global.shown', { title: draft.title }));
    else if (published !== undefined) showToast(text('publish.done', { version }));
    onPublished();
    return true;
  }

  function title() {
    if (isGlobal) return 'global.show-title';
    return isUpdate && !canChoose ? 'publish.title' : 'course.publish-title';
  }

  function action() {
    if (isGlobal) return 'global.show-go';
    return published === undefined ? 'course.publish-go' : 'publish.go';
  }

  return (
    <FormDialog
      title={text(title(), { title: draft.title, version })}
      open={open}
      onClose={close}
      action={text(action(), { version })}
      ready={hasLessons && isSound}
      onSubmit={publish}
    >
      {canChoose && (
        <Options
          legend={text('publish.which')}
          options={[
            {
              value: 'draft',
              label: text('version.number', { version: formats.number(published + 1) }),
              text: text('publish.which-draft'),
            },
            {
              value: 'former',
              label: text('version.number', { version: formats.number(published) }),
              text: text('publish.which-former'),
            },
          ]}
          value={what}
          onChange={setWhat}
        />
      )}
      <Rules editor={editor} courseId={courseId} isUpdate={isUpdate} recall={recall} version={version} />
      {isUpdate && (
        <>
          <p>
            <Link to="/courses/$courseId/difference" params={{ courseId }} search={{ from: published, to: 'draft' }}>
              {text('version.review-changes')}
            </Link>
          </p>
          <TextArea
            label={text('publish.note')}
            hint={text('publish.note-hint')}
            value={note}
            maxLength={LONGEST_NOTE}
            rows={4}
            onChange={event => setNote(event.target.value)}
          />
          <CheckField
            label={text('publish.recall')}
            hint={text('publish.recall-means', { version })}
            checked={recall}
            onChange={event => setRecall(event.target.checked)}
          />
        </>
      )}
      {!hasLessons && <p className={style.fault}>{text('course.publish-no-lessons')}</p>}
      {!isSound && <Faults editor={editor} selection={selection} onLeave={onClose} />}
    </FormDialog>
  );
}

interface RulesProps {
  editor: EditorModel;
  courseId: string;
  isUpdate: boolean;
  recall: boolean;
  version: string;
}

function Rules({ editor, courseId, isUpdate, recall, version }: RulesProps) {
  const text = useText();
  const may = useMay();
  const groups = editor.draft.groups.length;
  const isInCatalogue = editor.state === 'published';
  return (
    <ul className={style.rules}>
      {!isInCatalogue && (
        <li>{groups === 0 ? text('course.publish-all') : text('course.publish-groups', { count: groups })}</li>
      )}
      {!editor.isGlobal && (
        <li>{text(isUpdate ? (recall ? 'publish.moved' : 'publish.offered') : 'course.publish-stays', { version })}</li>
      )}
      {isUpdate && may('operate_platform') && <OfferRule courseId={courseId} version={version} />}
      {editor.dirty && <li>{text('course.publish-saves')}</li>}
    </ul>
  );
}

/** What every workspace can subscribe to has to be offered again. */
function OfferRule({ courseId, version }: { courseId: string; version: string }) {
  const text = useText();
  const formats = useFormats();
  const offer = useQuery(platformCourseQuery(courseId)).data?.offer;
  if (!offer || offer.state === 'withdrawn') return null;
  const offered = formats.number(offer.offered_version ?? offer.version);
  return <li>{text('publish.offer-next', { offered, version })}</li>;
}
