import { useState } from 'react';
import { Button } from 'shared/parts/button';
import { Dialog } from 'shared/parts/dialog';
import { Note } from 'shared/parts/problem-note';
import { PanelIcon } from '../../../parts/panel-icon';
import type { ContentEditorProps } from '../../courses/editor/content/kind';
import { withRead } from '../formats';
import { faultsOfQuiz, type QuizFaults } from '../model/faults';
import { withDefaults } from '../model/quiz';
import style from '../parts/quizzes.module.css';
import { loadMessages, useText } from '../text';
import { ExportQuestions } from './export-questions';
import { useQuizFaultText } from './field';
import { ImportQuestions } from './import-questions';
import { QuestionList } from './question-list';
import { QuizPreview } from './quiz-preview';
import { Settings } from './settings';

const NO_FAULTS: QuizFaults = new Map();

type Shown = 'import' | 'export' | 'preview';

/** The rules of a quiz and its questions. What is wrong stands at its field, once it is to be saved. */
function QuizEditor({ content, slot, readOnly, error, onChange }: ContentEditorProps<'quiz'>) {
  const text = useText();
  const faultText = useQuizFaultText();
  const [shown, setShown] = useState<Shown>();
  const { questions } = withDefaults(content);
  const faults = error === undefined ? NO_FAULTS : faultsOfQuiz(content);
  const ofAll = faultText(faults.get('questions'));
  const hide = () => setShown(undefined);
  return (
    <div className={style.editor}>
      {error && <Note kind="bad">{ofAll ?? error}</Note>}
      <Settings content={content} readOnly={readOnly} faults={faults} onChange={onChange} />
      <QuestionList
        questions={questions}
        slot={slot}
        readOnly={readOnly}
        faults={faults}
        onChange={changed => onChange({ ...content, questions: changed })}
      />
      <div className={style.buttons}>
        {!readOnly && (
          <Button icon={<PanelIcon name="import" size={16} />} onClick={() => setShown('import')}>
            {text('quiz.import')}
          </Button>
        )}
        {questions.length > 0 && (
          <>
            <Button icon={<PanelIcon name="download" size={16} />} onClick={() => setShown('export')}>
              {text('quiz.export')}
            </Button>
            <Button onClick={() => setShown('preview')}>{text('quiz.preview-open')}</Button>
          </>
        )}
      </div>
      <ImportQuestions
        open={shown === 'import'}
        onClose={hide}
        onAdd={read => {
          onChange({ ...content, questions: withRead(questions, read) });
          hide();
        }}
      />
      <ExportQuestions open={shown === 'export'} questions={questions} onClose={hide} />
      <Dialog title={text('quiz.preview-open')} open={shown === 'preview'} onClose={hide}>
        <QuizPreview content={content} />
      </Dialog>
    </div>
  );
}

/** The editor, once it can speak. */
export async function loadQuizEditor() {
  await loadMessages();
  return { QuizEditor, QuizPreview };
}
