import { useRef, useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Note, ProblemNote } from 'shared/parts/problem-note';
import { showToast } from 'shared/parts/toasts';
import { Card } from '../../../parts/card';
import { TextField } from '../../../parts/fields';
import layout from '../../../parts/layout.module.css';
import { LeaveGuard } from '../../../parts/leave-guard';
import type { VersionedDraft } from '../../../parts/use-versioned-form';
import bar from '../../courses/editor/editor.module.css';
import { useEditorKeys } from '../../courses/editor/use-editor-keys';
import { useQuizFaultText } from '../../quizzes/editor/field';
import { Questions } from '../../quizzes/editor/questions';
import type { QuizFaults } from '../../quizzes/model/faults';
import type { Question } from '../../quizzes/model/question';
import { useText } from '../../quizzes/text';
import { type BankDraft, faultsOfBank } from './bank-draft';

type BankForm = Pick<VersionedDraft<BankDraft>, 'draft' | 'set' | 'dirty' | 'busy' | 'error' | 'save' | 'discard'>;

interface BankEditorProps {
  form: BankForm;
  /** A name for what is uploaded for it. */
  slot: string;
  readOnly: boolean;
  /** Whether it is there already. */
  isSaved: boolean;
}

const NO_FAULTS: QuizFaults = new Map();

/** The title of a bank and its questions. What is wrong stands at its field, once it is to be saved. */
export function BankEditor({ form, slot, readOnly, isSaved }: BankEditorProps) {
  const text = useText();
  const formats = useFormats();
  const faultText = useQuizFaultText();
  const fields = useRef<HTMLDivElement>(null);
  const [isChecked, setChecked] = useState(false);
  const { draft, set, dirty, busy } = form;
  const present = useRef(draft.questions);
  present.current = draft.questions;
  const found = faultsOfBank(draft);
  const hasTitle = draft.title.trim() !== '';
  const isSound = hasTitle && found.size === 0;
  const faults = isChecked ? found : NO_FAULTS;

  /** A course has its way back; here a question that was deleted is brought back by itself. */
  function change(questions: readonly Question[]) {
    const at = draft.questions.findIndex((question, place) => question !== questions[place]);
    const removed = draft.questions[at];
    set('questions', questions);
    if (!removed || questions.length >= draft.questions.length) return;
    showToast(text('quiz.deleted', { number: formats.number(at + 1) }), 'good', {
      words: text('undo'),
      run: () => {
        if (present.current.some(({ id }) => id === removed.id)) return;
        set('questions', present.current.toSpliced(at, 0, removed));
      },
    });
  }

  async function save() {
    if (!dirty) return;
    setChecked(!isSound);
    if (!isSound) {
      // The fields are marked with the next paint.
      requestAnimationFrame(() =>
        fields.current?.querySelector<HTMLElement>('[aria-invalid], [data-invalid]')?.focus(),
      );
    } else if (await form.save()) showToast(text('saved'));
  }

  useEditorKeys({ save: () => void save(), undo: () => undefined, redo: () => undefined, enabled: !readOnly });

  const status = busy ? 'course.saving' : dirty ? 'path.unsaved' : isSaved ? 'course.saved' : undefined;
  return (
    <>
      {!readOnly && (
        <div className={bar.bar}>
          <p className={bar.status} role="status" data-dirty={dirty || undefined}>
            {status && text(status)}
          </p>
          {dirty && (
            <Button look="quiet" onClick={form.discard}>
              {text('discard')}
            </Button>
          )}
          <Button
            look={dirty ? 'main' : 'plain'}
            busy={busy}
            aria-disabled={!dirty || undefined}
            onClick={() => void save()}
          >
            {text('course.save')}
          </Button>
        </div>
      )}
      <div className={bar.notes}>
        {form.error !== undefined && <ProblemNote error={form.error} />}
        {isChecked && !isSound && <Note kind="bad">{faultText(faults.get('questions')) ?? text('bank.faulty')}</Note>}
      </div>
      <Card title={text('bank.details')} lead={text('bank.copies')}>
        <div ref={fields} className={layout.form}>
          <TextField
            label={text('courses.name')}
            value={draft.title}
            maxLength={200}
            required
            readOnly={readOnly}
            error={isChecked && !hasTitle ? text('course.fault.title') : undefined}
            onChange={event => set('title', event.target.value)}
          />
          <Questions questions={draft.questions} slot={slot} readOnly={readOnly} faults={faults} onChange={change} />
        </div>
      </Card>
      <LeaveGuard when={dirty} title={text('path.leave-title')} action={text('path.leave-go')}>
        {text('bank.leave-text')}
      </LeaveGuard>
    </>
  );
}
