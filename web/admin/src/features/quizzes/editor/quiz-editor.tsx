import { Note } from 'shared/parts/problem-note';
import type { ContentEditorProps } from '../../courses/editor/content/kind';
import { faultsOfQuiz, type QuizFaults } from '../model/faults';
import { withDefaults } from '../model/quiz';
import style from '../parts/quizzes.module.css';
import { loadMessages } from '../text';
import { Draws } from './draws';
import { useQuizFaultText } from './field';
import { Questions } from './questions';
import { QuizPreview } from './quiz-preview';
import { Settings } from './settings';

const NO_FAULTS: QuizFaults = new Map();

/** The rules of a quiz and its questions. What is wrong stands at its field, once it is to be saved. */
function QuizEditor({ content, slot, readOnly, error, onChange }: ContentEditorProps<'quiz'>) {
  const faultText = useQuizFaultText();
  const { questions } = withDefaults(content);
  const faults = error === undefined ? NO_FAULTS : faultsOfQuiz(content);
  const ofAll = faultText(faults.get('questions'));
  return (
    <div className={style.editor}>
      {error && <Note kind="bad">{ofAll ?? error}</Note>}
      <Settings content={content} readOnly={readOnly} faults={faults} onChange={onChange} />
      <Questions
        questions={questions}
        slot={slot}
        readOnly={readOnly}
        faults={faults}
        onChange={changed => onChange({ ...content, questions: changed })}
      />
      <Draws content={content} readOnly={readOnly} faults={faults} onChange={onChange} />
    </div>
  );
}

/** The editor, once it can speak. */
export async function loadQuizEditor() {
  await loadMessages();
  return { QuizEditor, QuizPreview };
}
