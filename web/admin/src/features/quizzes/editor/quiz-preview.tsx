import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Note } from 'shared/parts/problem-note';
import type { Given } from 'shared/quiz/given';
import { QuestionView } from 'shared/quiz/question-view';
import { fileQuery } from '../../files/queries';
import { htmlOf } from '../markdown';
import type { Question } from '../model/question';
import { type QuizContent, sentQuestion, withDefaults } from '../model/quiz';
import { shownOf } from '../model/shown';
import style from '../parts/quizzes.module.css';
import { useText } from '../text';

/** What learners get of a quiz. What comes from banks is looked at there. */
export function QuizPreview({ content }: { content: QuizContent }) {
  const text = useText();
  const { questions, draws } = withDefaults(content);
  return (
    <div className={style.preview}>
      {draws.some(draw => draw.bank_id) && <Note kind="info">{text('quiz.preview-banks')}</Note>}
      <QuestionsPreview questions={questions} />
    </div>
  );
}

/** All questions as learners get them. They can be tried out; nothing comes of it. */
export function QuestionsPreview({ questions: written }: { questions: readonly Question[] }) {
  const text = useText();
  const formats = useFormats();
  const questions = written.map(sentQuestion);
  return (
    <div className={style.preview}>
      {questions.map((question, at) => (
        <section key={question.id} className={style.previewed} aria-labelledby={`preview-${question.id}`}>
          <h3 id={`preview-${question.id}`}>
            {text('quiz.question-of', { number: formats.number(at + 1), total: formats.number(questions.length) })}
          </h3>
          <Previewed question={question} />
        </section>
      ))}
    </div>
  );
}

function Previewed({ question }: { question: Question }) {
  const [given, setGiven] = useState<Given>();
  const picture = question.kind === 'hotspot' ? question.picture : '';
  const file = useQuery({ ...fileQuery(picture), enabled: picture !== '' });
  return (
    <QuestionView
      question={shownOf(question, htmlOf, file.data?.address ?? undefined)}
      given={given}
      onGive={setGiven}
    />
  );
}
