import { useRef, useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { showToast } from 'shared/parts/toasts';
import { PanelIcon } from '../../../parts/panel-icon';
import { useText } from '../../../text';
import bar from '../../courses/editor/editor.module.css';
import { AddCourses } from './add-courses';
import style from './editor.module.css';
import { MilestoneName } from './milestone-name';
import {
  archivedStops,
  isAllOptional,
  isDeadEnd,
  type KnownCourse,
  type KnownCourses,
  type Milestone,
  MOST_MILESTONES,
  stopsOf,
} from './model/draft';
import { addCourse, find, remove, step } from './model/moves';
import type { Direction } from './route-row';
import { RouteTree } from './route-tree';

interface RoutePaneProps {
  milestones: readonly Milestone[];
  known: KnownCourses;
  readOnly: boolean;
  onKnow: (id: string, course: KnownCourse) => void;
  onChange: (milestones: readonly Milestone[]) => void;
}

type Asked = { what: 'courses' | 'name'; key: string } | { what: 'milestone' };

/** A row that has moved is another element: the focus goes with it. */
function focusRow(root: HTMLElement | null, key: string | undefined): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const rows = [...(root?.querySelectorAll<HTMLElement>('[role="row"]') ?? [])];
      (rows.find(row => row.dataset.key === key) ?? rows[0] ?? root?.querySelector('button'))?.focus();
    }),
  );
}

/** The milestones of a path with their courses, to be put in order. */
export function RoutePane({ milestones, known, readOnly, onKnow, onChange }: RoutePaneProps) {
  const text = useText();
  const formats = useFormats();
  const pane = useRef<HTMLElement>(null);
  const latest = useRef(milestones);
  latest.current = milestones;
  const [asked, setAsked] = useState<Asked>();
  const stops = stopsOf(milestones);
  const minutes = stops.reduce((sum, stop) => sum + (known.get(stop.id)?.minutes ?? 0), 0);
  const archived = archivedStops(milestones, known).length;
  const isFull = milestones.length >= MOST_MILESTONES;
  const askedFor = asked && 'key' in asked ? milestones.find(each => each.key === asked.key) : undefined;
  const titleOf = (key: string) =>
    milestones.find(each => each.key === key)?.title ?? known.get(key)?.title ?? text('path.gone');

  function removeItem(key: string) {
    const before = milestones;
    const rows = [...(pane.current?.querySelectorAll<HTMLElement>('[role="row"]') ?? [])].map(row => row.dataset.key);
    const after = remove(before, key);
    const at = rows.indexOf(key);
    const next = [...rows.slice(at + 1), ...rows.slice(0, at).reverse()].find(row => row && find(after, row));
    onChange(after);
    focusRow(pane.current, next);
    showToast(text('path.removed', { title: titleOf(key) }), 'good', {
      words: text('undo'),
      // What was done since is not undone with it.
      run: () => latest.current === after && onChange(before),
    });
  }

  function moveStep(key: string, direction: Direction) {
    const moved = step(milestones, key, direction);
    if (moved) onChange(moved);
    if (moved) focusRow(pane.current, key);
  }

  function onKeyDown(event: React.KeyboardEvent) {
    const row = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[role="row"]') : null;
    const key = row?.dataset.key;
    if (!key || readOnly || event.target !== row) return;
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      moveStep(key, event.key === 'ArrowUp' ? 'up' : 'down');
    } else if (event.key === 'Delete') removeItem(key);
    else if (event.key === 'F2' && find(milestones, key)?.course === undefined) setAsked({ what: 'name', key });
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function nameMilestone(title: string) {
    if (askedFor) {
      onChange(milestones.map(each => (each === askedFor ? { ...each, title } : each)));
      return;
    }
    const key = crypto.randomUUID();
    onChange([...milestones, { key, title, courses: [] }]);
    focusRow(pane.current, key);
  }

  return (
    <section ref={pane} className={style.route} aria-labelledby="path-route" onKeyDownCapture={onKeyDown}>
      <header className={style.routeHead}>
        <div>
          <h2 id="path-route">{text('path.courses')}</h2>
          <p className={style.soft}>
            {text('path.size', { count: stops.length, shown: formats.number(stops.length) })} ·{' '}
            {formats.minutes(minutes)}
          </p>
        </div>
        {!readOnly && !isFull && (
          <Button icon={<PanelIcon name="plus" size={16} />} onClick={() => setAsked({ what: 'milestone' })}>
            {text('path.add-milestone')}
          </Button>
        )}
      </header>
      {isFull && <p className={style.soft}>{text('path.milestone-most', { most: formats.number(MOST_MILESTONES) })}</p>}
      {isAllOptional(milestones) && (
        <p className={style.fault} role="alert">
          {text('path.all-optional')}
        </p>
      )}
      {archived > 0 && (
        <p className={bar.fault} role="status">
          {text('path.archived-courses', { count: archived, shown: formats.number(archived) })}
          {isDeadEnd(milestones, known) && ` ${text('path.dead-end')}`}
        </p>
      )}
      {milestones.length === 0 ? (
        <p className={style.nothing}>{text('path.no-milestones')}</p>
      ) : (
        <RouteTree
          milestones={milestones}
          known={known}
          readOnly={readOnly}
          onChange={onChange}
          onAdd={key => setAsked({ what: 'courses', key })}
          onRename={key => setAsked({ what: 'name', key })}
          onRemove={removeItem}
          onStep={moveStep}
        />
      )}
      {!readOnly && milestones.length > 0 && <p className={style.keys}>{text('path.keys')}</p>}
      <MilestoneName
        key={asked && 'key' in asked ? asked.key : ''}
        milestone={askedFor}
        open={asked?.what === 'name' || asked?.what === 'milestone'}
        onClose={() => setAsked(undefined)}
        onName={nameMilestone}
      />
      <AddCourses
        milestone={askedFor}
        stops={stops}
        open={asked?.what === 'courses'}
        onClose={() => setAsked(undefined)}
        onAdd={(course, about) => {
          if (!askedFor) return;
          onKnow(course, about);
          onChange(addCourse(milestones, askedFor.key, { id: course, optional: false }));
        }}
      />
    </section>
  );
}
