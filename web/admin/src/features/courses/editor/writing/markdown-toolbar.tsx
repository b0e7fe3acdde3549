import { Button, Toolbar } from 'react-aria-components';
import { useText } from '../../../../text';
import { StepIcon } from '../step-icon';
import { MARKS, type Mark } from './marks';
import style from './writing.module.css';

export function MarkdownToolbar({ onMark }: { onMark: (mark: Mark) => void }) {
  const text = useText();
  return (
    <Toolbar className={style.toolbar ?? ''} aria-label={text('mark.all')}>
      {MARKS.map(mark => (
        <Button key={mark.id} className={style.mark ?? ''} aria-label={text(mark.label)} onPress={() => onMark(mark)}>
          <span aria-hidden="true" title={text(mark.label)} data-mark={mark.id}>
            {mark.face || <StepIcon name="link" size={16} />}
          </span>
        </Button>
      ))}
    </Toolbar>
  );
}
