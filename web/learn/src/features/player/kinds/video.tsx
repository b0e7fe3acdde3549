import type { Kind } from './kind';
import { MEDIA } from './media/media-task';

export const video: Kind<'video'> = MEDIA;
