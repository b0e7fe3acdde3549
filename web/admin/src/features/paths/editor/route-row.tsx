import { Button as AriaButton, Switch } from 'react-aria-components';
import { useFormats } from 'shared/i18n/format';
import { Badge } from '../../../parts/badge';
import { PanelIcon } from '../../../parts/panel-icon';
import { useText } from '../../../text';
import { StepIcon } from '../../courses/editor/step-icon';
import { CourseStateBadge } from '../../courses/parts/state-badge';
import type { KnownCourse, Milestone, Stop } from './model/draft';
import style from './route-tree.module.css';

export type Direction = 'up' | 'down';

/** Where a row can go, for those who do not drag. */
export interface Moves {
  up: boolean;
  down: boolean;
  go: (direction: Direction) => void;
}

interface MilestoneRowProps {
  milestone: Milestone;
  readOnly: boolean;
  moves: Moves;
  onAdd: () => void;
  onRename: () => void;
  onRemove: () => void;
}

export function MilestoneRow({ milestone, readOnly, moves, onAdd, onRename, onRemove }: MilestoneRowProps) {
  const text = useText();
  const { title } = milestone;
  return (
    <div className={style.face}>
      {!readOnly && <Grip title={title} />}
      <strong className={style.title}>{title}</strong>
      {!readOnly && (
        <span className={style.actions}>
          <AriaButton
            className={style.action ?? ''}
            aria-label={text('path.add-courses-to', { title })}
            onPress={onAdd}
          >
            <PanelIcon name="plus" size={14} />
            {text('path.add-courses')}
          </AriaButton>
          <AriaButton className={style.action ?? ''} aria-label={text('path.rename', { title })} onPress={onRename}>
            <PanelIcon name="pencil" size={16} />
          </AriaButton>
          <Steps title={title} moves={moves} onRemove={onRemove} />
        </span>
      )}
    </div>
  );
}

interface CourseRowProps {
  stop: Stop;
  /** Nothing is known of one that was deleted. */
  course: KnownCourse | undefined;
  readOnly: boolean;
  moves: Moves;
  onOptional: (optional: boolean) => void;
  onRemove: () => void;
}

export function CourseRow({ stop, course, readOnly, moves, onOptional, onRemove }: CourseRowProps) {
  const text = useText();
  const formats = useFormats();
  const title = course?.title ?? text('path.gone');
  return (
    <div className={style.face}>
      {!readOnly && <Grip title={title} />}
      <span className={style.title}>
        {title}
        <span className={style.about}>
          {course ? formats.minutes(course.minutes) : <code>{stop.id}</code>}
          {course && course.state !== 'published' && <CourseStateBadge state={course.state} />}
          {!course && <Badge tone="bad">{text('path.gone-badge')}</Badge>}
          {readOnly && stop.optional && <Badge>{text('path.optional')}</Badge>}
        </span>
      </span>
      {!readOnly && (
        <span className={style.actions}>
          <Switch
            className={style.switch ?? ''}
            isSelected={stop.optional}
            aria-label={text('path.optional-of', { title })}
            onChange={onOptional}
          >
            <span className={style.track} aria-hidden="true" />
            {text('path.optional')}
          </Switch>
          <Steps title={title} moves={moves} onRemove={onRemove} />
        </span>
      )}
    </div>
  );
}

function Grip({ title }: { title: string }) {
  const text = useText();
  return (
    <AriaButton slot="drag" className={style.grip ?? ''} aria-label={text('path.drag', { title })}>
      <StepIcon name="grip" size={16} />
    </AriaButton>
  );
}

function Steps({ title, moves, onRemove }: { title: string; moves: Moves; onRemove: () => void }) {
  const text = useText();
  return (
    <>
      {(['up', 'down'] as const).map(direction => (
        <AriaButton
          key={direction}
          className={style.action ?? ''}
          aria-label={text(`path.move-${direction}`, { title })}
          isDisabled={!moves[direction]}
          onPress={() => moves.go(direction)}
        >
          <StepIcon name={direction} size={16} />
        </AriaButton>
      ))}
      <AriaButton className={style.action ?? ''} aria-label={text('path.remove', { title })} onPress={onRemove}>
        <StepIcon name="remove" size={16} />
      </AriaButton>
    </>
  );
}
