import { useState } from 'react';
import { Button as AriaButton, Toolbar } from 'react-aria-components';
import { PanelIcon } from '../../../parts/panel-icon';
import { useText } from '../../../text';
import { AddLesson } from './add-lesson';
import style from './editor.module.css';
import type { CourseDraft, LessonKind } from './model/draft';
import { step } from './model/moves';
import {
  type Found,
  find,
  insert,
  itemOf,
  newLesson,
  newModule,
  newPart,
  type OutlineItem,
  type Place,
} from './model/outline';
import { MoveDialog } from './move-dialog';
import { StepIcon } from './step-icon';
import type { EditorModel } from './use-editor';
import type { Selection } from './use-selection';

interface CommandBarProps {
  editor: EditorModel;
  selection: Selection;
  onStep: (key: string, direction: 'up' | 'down') => boolean;
  onRemove: (key: string) => void;
}

/** Where something new goes: behind what is selected, or at the end of what holds it. */
function modulePlace(draft: CourseDraft, found: Found | undefined): Place | undefined {
  if (found?.kind === 'module') return { parent: found.parent.key, index: found.index + 1 };
  const part = found?.kind === 'lesson' ? found.part : (found?.part ?? draft.parts.at(-1));
  return part && { parent: part.key, index: part.modules.length };
}

function lessonPlace(draft: CourseDraft, found: Found | undefined): Place | undefined {
  if (found?.kind === 'lesson') return { parent: found.parent.key, index: found.index + 1 };
  const part = found?.kind === 'part' ? found.part : draft.parts.at(-1);
  const module = found?.kind === 'module' ? found.module : part?.modules.at(-1);
  return module && { parent: module.key, index: module.lessons.length };
}

export function CommandBar({ editor, selection, onStep, onRemove }: CommandBarProps) {
  const text = useText();
  const { draft, alter } = editor;
  const { found, key } = selection;
  const [moving, setMoving] = useState(false);
  const [adding, setAdding] = useState(false);

  function add(item: OutlineItem, place: Place) {
    alter(present => insert(present, item, place));
    selection.select(item.key, 'title');
  }

  function addPart() {
    const at = found?.kind === 'part' ? found.index + 1 : draft.parts.length;
    add(newPart(text('course.new-part')), { parent: null, index: at });
  }

  function addModule() {
    const place = modulePlace(draft, found);
    const module = newModule(text('course.new-module'));
    if (place) return add(module, place);
    add({ ...newPart(text('course.new-part')), modules: [module] }, { parent: null, index: 0 });
    selection.select(module.key, 'title');
  }

  function addLesson(kind: LessonKind) {
    setAdding(false);
    const lesson = newLesson(text('course.new-lesson'), kind);
    const place = lessonPlace(draft, found);
    if (place) return add(lesson, place);
    // What a lesson needs around it is made with it.
    const module = { ...newModule(text('course.new-module')), lessons: [lesson] };
    const part = found?.kind === 'part' ? found.part : draft.parts.at(-1);
    if (part) add(module, { parent: part.key, index: part.modules.length });
    else add({ ...newPart(text('course.new-part')), modules: [module] }, { parent: null, index: 0 });
    selection.select(lesson.key, 'title');
  }

  return (
    <>
      <Toolbar className={style.commands ?? ''} aria-label={text('course.commands')}>
        <span className={style.group}>
          <Command label={text('course.add-part')} words={text('course.part')} icon="plus" onPress={addPart} />
          <Command label={text('course.add-module')} words={text('course.module')} icon="plus" onPress={addModule} />
          <Command
            label={text('course.add-lesson')}
            words={text('course.lesson')}
            icon="plus"
            onPress={() => setAdding(true)}
          />
        </span>
        <span className={style.group}>
          <Command
            label={text('course.move-up')}
            icon="up"
            isDisabled={!key || !step(draft, key, 'up')}
            onPress={() => key && onStep(key, 'up')}
          />
          <Command
            label={text('course.move-down')}
            icon="down"
            isDisabled={!key || !step(draft, key, 'down')}
            onPress={() => key && onStep(key, 'down')}
          />
          <Command
            label={text('course.move-into')}
            icon="into"
            isDisabled={!found || found.kind === 'part'}
            onPress={() => setMoving(true)}
          />
          <Command
            label={text('course.remove')}
            icon="remove"
            isDisabled={!key}
            onPress={() => key && find(draft, key) && onRemove(key)}
          />
        </span>
      </Toolbar>
      <AddLesson open={adding} onClose={() => setAdding(false)} onAdd={addLesson} />
      {found && found.kind !== 'part' && (
        <MoveDialog
          key={found.kind + itemOf(found).key}
          found={found}
          editor={editor}
          open={moving}
          onClose={() => setMoving(false)}
        />
      )}
    </>
  );
}

interface CommandProps {
  label: string;
  words?: string;
  icon: 'plus' | 'up' | 'down' | 'into' | 'remove';
  isDisabled?: boolean;
  onPress: () => void;
}

function Command({ label, words, icon, isDisabled = false, onPress }: CommandProps) {
  return (
    <AriaButton className={style.command ?? ''} aria-label={label} isDisabled={isDisabled} onPress={onPress}>
      <span title={label} className={style.commandFace}>
        {icon === 'plus' ? <PanelIcon name="plus" size={14} /> : <StepIcon name={icon} />}
        {words}
      </span>
    </AriaButton>
  );
}
