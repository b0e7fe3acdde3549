import { useMemo } from 'react';
import style from './drawn-cover.module.css';
import { coverOf, HEIGHT, WIDTH } from './shapes';

interface DrawnCoverProps {
  courseId: string;
  title: string;
  className?: string | undefined;
}

/** A drawing of its own for every course, in the workspace's colours. It is decoration, and says nothing. */
export function DrawnCover({ courseId, title, className = '' }: DrawnCoverProps) {
  const { tone, shapes } = useMemo(() => coverOf(courseId, title), [courseId, title]);
  return (
    <svg
      className={`${style.cover} ${className}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="xMidYMid slice"
      data-tone={tone}
      aria-hidden="true"
      focusable="false"
    >
      {shapes.map(({ path, tint }) => (
        <path key={path} d={path} data-tint={tint} />
      ))}
    </svg>
  );
}
