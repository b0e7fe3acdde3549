import { useState } from 'react';
import { Button } from 'shared/parts/button';
import { Dialog } from 'shared/parts/dialog';
import { PanelIcon } from '../../../parts/panel-icon';
import { withRead } from '../formats';
import type { QuizFaults } from '../model/faults';
import type { Question } from '../model/question';
import style from '../parts/quizzes.module.css';
import { useText } from '../text';
import { ExportQuestions } from './export-questions';
import { ImportQuestions } from './import-questions';
import { QuestionList } from './question-list';
import { QuestionsPreview } from './quiz-preview';

interface QuestionsProps {
  questions: readonly Question[];
  /** A name for what is uploaded for them. */
  slot: string;
  readOnly: boolean;
  faults: QuizFaults;
  onChange: (questions: Question[]) => void;
}

type Shown = 'import' | 'export' | 'preview';

/** The questions of a quiz or a bank, and the ways in and out of it. */
export function Questions({ questions, slot, readOnly, faults, onChange }: QuestionsProps) {
  const text = useText();
  const [shown, setShown] = useState<Shown>();
  const hide = () => setShown(undefined);
  return (
    <>
      <QuestionList questions={questions} slot={slot} readOnly={readOnly} faults={faults} onChange={onChange} />
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
          onChange(withRead(questions, read));
          hide();
        }}
      />
      <ExportQuestions open={shown === 'export'} questions={questions} onClose={hide} />
      <Dialog title={text('quiz.preview-open')} open={shown === 'preview'} onClose={hide}>
        <QuestionsPreview questions={questions} />
      </Dialog>
    </>
  );
}
