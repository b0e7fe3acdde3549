import Missing from './missing';
export default function Later(_: { courseId?: string; lessonId?: string; board?: string | undefined }) {
  return <Missing />;
}
