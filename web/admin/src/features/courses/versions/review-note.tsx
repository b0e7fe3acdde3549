import { useState } from 'react';
import type { Schema } from 'shared/api/schemas';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Icon } from 'shared/parts/icon';
import { useMay, useMe } from '../../../access';
import { useText } from '../../../text';
import { type ReviewDeed, ReviewDialog, type ReviewState } from './review-dialog';
import style from './review-note.module.css';

interface ReviewNoteProps {
  review: Schema<'ReviewView'>;
  /** Of the course. */
  title: string;
  /** What is not saved would withdraw the review. */
  isRewritten?: boolean;
  onSend: (deed: ReviewDeed) => Promise<boolean>;
}

/** How the review of a draft stands, and its result for who is to give it. */
export function ReviewNote({ review, title, isRewritten = false, onSend }: ReviewNoteProps) {
  const text = useText();
  const formats = useFormats();
  const me = useMe();
  const may = useMay();
  const name = review.by_name ?? text(review.by == null ? 'review.by-client' : 'review.by-other');
  const [result, setResult] = useState<ReviewState>();
  const { state, is_own, note } = review;
  const isAsked = state === 'requested' && may('manage_courses');
  const isMine = isAsked && review.by === me.member_id;
  const canDecide = isAsked && !is_own;
  return (
    <section className={style.review} data-state={state} aria-label={text('review')}>
      <div>
        <p className={style.head}>
          <Icon name={state === 'approved' ? 'check' : state === 'returned' ? 'alert' : 'waiting'} size={18} />
          <span>
            {isMine ? text('review.own') : text(`review.${state}-by`, { name })} · {formats.dateTime(review.at)}
          </span>
        </p>
        {note && <p className={style.note}>{note}</p>}
        {isAsked && is_own && !isMine && <p className={style.note}>{text('review.changed-last')}</p>}
        {isRewritten && <p className={style.note}>{text('review.withdraws')}</p>}
      </div>
      {canDecide && !isRewritten && (
        <div className={style.ways}>
          <Button onClick={() => setResult('returned')}>{text('review.return')}</Button>
          <Button look="main" onClick={() => setResult('approved')}>
            {text('review.approve')}
          </Button>
        </div>
      )}
      <ReviewDialog
        state={result ?? 'approved'}
        title={title}
        open={result !== undefined}
        onClose={() => setResult(undefined)}
        onSend={onSend}
      />
    </section>
  );
}
