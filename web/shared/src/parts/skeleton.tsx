import { useSharedText } from '../i18n/text';
import style from './skeleton.module.css';

interface SkeletonProps {
  /** The size of what will stand here, so that nothing moves when it does. */
  height: string;
  width?: string;
  round?: boolean;
}

export function Skeleton({ height, width = '100%', round = false }: SkeletonProps) {
  return (
    <span
      className={style.bone}
      style={{ blockSize: height, inlineSize: width, borderRadius: round ? '50%' : undefined }}
    />
  );
}

/** Around the skeletons of a view: says once that it is loading. */
export function Loading({ children, className }: { children: React.ReactNode; className?: string }) {
  const text = useSharedText();
  return (
    <div role="status" className={className}>
      <span className="visually-hidden">{text('loading')}</span>
      {children}
    </div>
  );
}
