import { useId } from 'react';
import { PageHead } from '../../../parts/page-head';
import { useText } from '../../quizzes/text';
import { BankEditor } from '../editor/bank-editor';
import { useNewBank } from '../editor/use-new-bank';

export default function NewQuestionBank() {
  const text = useText();
  const form = useNewBank();
  const id = useId();
  return (
    <>
      <PageHead title={text('bank.create')} above={{ to: '/question-banks', label: text('nav.question-banks') }} />
      <BankEditor form={form} slot={`question-bank/${id}`} readOnly={false} isSaved={false} />
    </>
  );
}
