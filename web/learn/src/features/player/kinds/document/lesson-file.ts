import type { Schema } from 'shared/api/schemas';

export type LessonFile = NonNullable<Schema<'LessonContent'>['files']>[number];
