import { Collection, DropIndicator, Tree, TreeItem, TreeItemContent, useDragAndDrop } from 'react-aria-components';
import { useText } from '../../../text';
import type { KnownCourses, Milestone, Stop } from './model/draft';
import { alterCourse, drop, find, mayDrop, step } from './model/moves';
import { CourseRow, type Direction, MilestoneRow, type Moves } from './route-row';
import style from './route-tree.module.css';

interface RouteTreeProps {
  milestones: readonly Milestone[];
  known: KnownCourses;
  readOnly: boolean;
  onChange: (milestones: readonly Milestone[]) => void;
  onAdd: (milestone: string) => void;
  onRename: (milestone: string) => void;
  onRemove: (key: string) => void;
  onStep: (key: string, direction: Direction) => void;
}

const KINDS = ['milestone', 'course'] as const;
const typeOf = (kind: (typeof KINDS)[number]) => `application/x-trellis-${kind}`;

export function RouteTree(props: RouteTreeProps) {
  const { milestones, known, readOnly, onChange, onAdd, onRename, onRemove, onStep } = props;
  const text = useText();
  const titleOf = (stop: Stop) => known.get(stop.id)?.title ?? text('path.gone');

  function movesOf(key: string): Moves {
    const isOpen = (direction: Direction) => step(milestones, key, direction) !== undefined;
    return { up: isOpen('up'), down: isOpen('down'), go: direction => onStep(key, direction) };
  }

  const { dragAndDropHooks } = useDragAndDrop<Milestone | Stop>({
    isDisabled: readOnly,
    getItems: keys =>
      [...keys].flatMap(key => {
        const place = find(milestones, String(key));
        const type = typeOf(place?.course === undefined ? 'milestone' : 'course');
        return place ? [{ [type]: String(key), 'text/plain': String(key) }] : [];
      }),
    acceptedDragTypes: KINDS.map(typeOf),
    getDropOperation(target, types) {
      const kind = KINDS.find(each => types.has(typeOf(each)));
      const place = target.type === 'item' ? find(milestones, String(target.key)) : undefined;
      return target.type === 'item' && kind && place && mayDrop(kind, place, target.dropPosition) ? 'move' : 'cancel';
    },
    renderDropIndicator: target => <DropIndicator target={target} className={style.indicator ?? ''} />,
    onMove({ keys, target }) {
      const [key] = keys;
      if (key !== undefined) onChange(drop(milestones, String(key), String(target.key), target.dropPosition));
    },
  });

  return (
    <Tree
      className={style.tree ?? ''}
      aria-label={text('path.courses')}
      items={milestones}
      dependencies={[known, readOnly, onChange]}
      expandedKeys={milestones.map(milestone => milestone.key)}
      dragAndDropHooks={dragAndDropHooks}
    >
      {milestone => (
        <TreeItem
          id={milestone.key}
          textValue={milestone.title}
          aria-label={milestone.title}
          className={style.row ?? ''}
          data-kind="milestone"
        >
          <TreeItemContent>
            <MilestoneRow
              milestone={milestone}
              readOnly={readOnly}
              moves={movesOf(milestone.key)}
              onAdd={() => onAdd(milestone.key)}
              onRename={() => onRename(milestone.key)}
              onRemove={() => onRemove(milestone.key)}
            />
          </TreeItemContent>
          <Collection items={milestone.courses} dependencies={[known, readOnly, onChange]}>
            {stop => (
              <TreeItem
                id={stop.id}
                textValue={titleOf(stop)}
                aria-label={stop.optional ? `${titleOf(stop)}, ${text('path.optional')}` : titleOf(stop)}
                className={style.row ?? ''}
                data-kind="course"
              >
                <TreeItemContent>
                  <CourseRow
                    stop={stop}
                    course={known.get(stop.id)}
                    readOnly={readOnly}
                    moves={movesOf(stop.id)}
                    onOptional={optional => onChange(alterCourse(milestones, stop.id, { optional }))}
                    onRemove={() => onRemove(stop.id)}
                  />
                </TreeItemContent>
              </TreeItem>
            )}
          </Collection>
        </TreeItem>
      )}
    </Tree>
  );
}
