import { Icon, type IconName } from '../parts/icon';
import type { Verdict } from './judged';
import style from './quiz.module.css';
import { useQuizText } from './text';

const ICONS: Record<Verdict, IconName> = { right: 'check', partly: 'check', wrong: 'cross', unanswered: 'minus' };

/** What came of a question or a part of it: in words and by a sign, since colours do not tell everybody. */
export function VerdictTag({ verdict }: { verdict: Verdict | undefined }) {
  const text = useQuizText();
  if (!verdict) return null;
  return (
    <span className={style.tag} data-verdict={verdict}>
      <Icon name={ICONS[verdict]} size={14} />
      {text(`quiz.verdict.${verdict}`)}
    </span>
  );
}
