import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import { Button } from 'shared/parts/button';
import { Dialog } from 'shared/parts/dialog';
import { Icon } from 'shared/parts/icon';
import { Menu } from 'shared/parts/menu';
import { ProblemNote } from 'shared/parts/problem-note';
import { showToast } from 'shared/parts/toasts';
import { useText } from '../../../text';
import { type PathDetail, pathQuery } from '../queries';
import style from './path.module.css';

/** Gives a path up; the courses in it stay one's own. */
export function Leave({ path }: { path: PathDetail }) {
  const text = useText();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const { path_id, title } = path;
  const leave = useMutation({
    mutationFn: () => answered(api.DELETE('/v1/me/paths/{path_id}', { params: { path: { path_id } } })),
    onSuccess: () => {
      setOpen(false);
      showToast(text('path.left', { title }));
      const { queryKey } = pathQuery(path_id);
      client.setQueryData(queryKey, detail => detail && { ...detail, is_taken: false });
      void client.invalidateQueries({ queryKey });
      void client.invalidateQueries({ queryKey: ['taken-paths'] });
      document.querySelector('h1')?.focus({ preventScroll: true });
    },
  });
  return (
    <div className={style.menu}>
      <Menu label={text('path.menu')} face={<Icon name="more" />}>
        <button type="button" onClick={() => setOpen(true)}>
          <Icon name="leave" />
          {text('path.leave')}
        </button>
      </Menu>
      <Dialog title={text('path.leave-title', { title })} open={open} onClose={() => setOpen(false)}>
        <p>{text('path.leave-means')}</p>
        {leave.error && <ProblemNote error={leave.error} />}
        <div className={style.ends}>
          <Button onClick={() => setOpen(false)}>{text('course.leave-not')}</Button>
          <Button look="main" busy={leave.isPending} onClick={() => leave.mutate()}>
            {text('path.leave')}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
