import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { hasWords } from 'shared/i18n/folding';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { ProblemNote } from 'shared/parts/problem-note';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { useMay } from '../../../../access';
import { CheckField, TextField } from '../../../../parts/fields';
import { useText } from '../../../../text';
import { allGroupsQuery } from '../../../groups/queries';
import style from './details.module.css';

const MOST = 20;
/** Fewer are found at a glance. */
const SEARCHED_FROM = 8;

interface GroupsProps {
  chosen: readonly string[];
  readOnly: boolean;
  onChange: (groups: readonly string[]) => void;
}

/** For whom a course is. Groups are the business of administrators: others see only how many have been chosen. */
export function Groups({ chosen, readOnly, onChange }: GroupsProps) {
  const text = useText();
  const formats = useFormats();
  const may = useMay();
  const count = chosen.length;
  const summary =
    count === 0 ? text('course.for-all') : text('course.for-groups', { count, shown: formats.number(count) });
  return (
    <fieldset className={style.groups}>
      <legend>{text('course.groups')}</legend>
      <p className={style.hint}>{summary}</p>
      {may('view_workspace') && <GroupList chosen={chosen} readOnly={readOnly} onChange={onChange} />}
    </fieldset>
  );
}

function GroupList({ chosen, readOnly, onChange }: GroupsProps) {
  const text = useText();
  const groups = useQuery(allGroupsQuery);
  const [words, setWords] = useState('');
  if (groups.error && !groups.data) {
    return (
      <>
        <ProblemNote error={groups.error} />
        <Button onClick={() => void groups.refetch()} busy={groups.isFetching}>
          {text('retry')}
        </Button>
      </>
    );
  }
  if (!groups.data) {
    return (
      <Loading className={style.groupList}>
        <Skeleton height="1.25rem" width="40%" />
        <Skeleton height="1.25rem" width="55%" />
      </Loading>
    );
  }
  if (groups.data.length === 0) return <p className={style.hint}>{text('course.no-groups')}</p>;
  const shown = groups.data.filter(group => hasWords(group.name, words));
  return (
    <>
      {groups.data.length >= SEARCHED_FROM && (
        <TextField
          type="search"
          label={text('course.find-group')}
          hideLabel
          placeholder={text('course.find-group')}
          value={words}
          onChange={event => setWords(event.target.value)}
        />
      )}
      <div className={style.groupList}>
        {shown.map(({ group_id, name }) => {
          const isChosen = chosen.includes(group_id);
          return (
            <CheckField
              key={group_id}
              label={name}
              checked={isChosen}
              disabled={readOnly || (!isChosen && chosen.length >= MOST)}
              onChange={() => onChange(isChosen ? chosen.filter(id => id !== group_id) : [...chosen, group_id].sort())}
            />
          );
        })}
      </div>
    </>
  );
}
